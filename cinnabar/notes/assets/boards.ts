// The bookmark opens the boards in a dialog: one tap there saves. Without a script it leads to the page with the same form.
import { fetchPart, isPlain } from "../../design/assets/lib/content";
import { tell } from "../../design/assets/lib/live";
import { send } from "../../design/assets/lib/sending";

const SHEET = "[data-boards-sheet]";
const dialog = document.createElement("dialog");
dialog.className = "choice-sheet board-sheet";
let address = "";

function fill(sheet: Element): void {
  dialog.replaceChildren(sheet);
  dialog.setAttribute("aria-label", sheet.querySelector("h1")!.textContent!);
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
  const sheet = await fetchPart(link.href, SHEET); // for a visitor comes the sign-in page, which leads back
  if (!sheet) return;
  address = link.pathname;
  fill(sheet);
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
}

async function save(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  form.action = address;
  const answer = await send(form, button);
  if (answer?.ok) {
    const { on, shown, said } = (await answer.json()) as { on: boolean; shown: string; said: string };
    show(on, shown);
    dialog.close();
    tell(said);
  } else if (answer?.status === 422) {
    fill(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(SHEET)!);
    dialog.querySelector<HTMLElement>("[data-focus]")?.focus();
  } else if (answer?.status !== 401) {
    tell(dialog.querySelector<HTMLElement>("[data-failed]")!.dataset.failed!, true);
  }
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const link = target.closest<HTMLAnchorElement>("a[data-save]");
  if (!isPlain(event)) return;
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
  void save(form, event.submitter as HTMLButtonElement | null).finally(() => delete form.dataset.sent);
});
