// The bookmark opens the boards in a dialog: one tap there saves. Without a script it leads to the page with the same form.
import { fetchPage } from "../../design/assets/lib/content";

const say = (words: string): void => void (document.getElementById("live")!.textContent = words);
const dialog = document.createElement("dialog");
dialog.className = "choice-sheet board-sheet";
let address = "";

function fill(page: Document | null): boolean {
  const sheet = page?.querySelector("[data-boards-sheet]");
  if (!sheet) return false;
  dialog.replaceChildren(sheet);
  dialog.setAttribute("aria-label", sheet.querySelector("h1")!.textContent!);
  return true;
}

function show(on: boolean, shown: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-save]")) {
    if (link.pathname !== address) continue;
    link.classList.toggle("is-on", on);
    const name = link.querySelector<HTMLElement>("[data-save-name]")!, count = link.querySelector<HTMLElement>("[data-save-count]");
    name.textContent = on ? name.dataset.on! : name.dataset.off!;
    if (count) count.textContent = shown || count.dataset.word!;
  }
}

async function open(link: HTMLAnchorElement): Promise<void> {
  address = link.pathname;
  if (!fill(await fetchPage(link.href))) {
    location.href = link.href; // the sign-in page, which leads back
    return;
  }
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
}

async function send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    const { on, shown, said } = (await answer.json()) as { on: boolean; shown: string; said: string };
    show(on, shown);
    dialog.close();
    say(said);
  } else if (answer?.status === 422 && fill(new DOMParser().parseFromString(await answer.text(), "text/html"))) {
    dialog.querySelector<HTMLElement>("[data-focus]")?.focus();
  } else {
    say(dialog.querySelector<HTMLElement>("[data-failed]")!.dataset.failed!);
  }
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const link = target.closest<HTMLAnchorElement>("a[data-save]");
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link) {
    event.preventDefault();
    void open(link);
  } else if (dialog.contains(target) && (target === dialog || target.closest("[data-close]"))) {
    event.preventDefault();
    dialog.close();
  }
});
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  if (form.dataset.sent) return; // a second tap
  form.dataset.sent = "yes";
  void send(form, event.submitter).finally(() => delete form.dataset.sent);
});
