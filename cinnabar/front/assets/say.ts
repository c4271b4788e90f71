// Talking without leaving the page: a comment that does not arrive stays in its field, and the reader is told.
import { bring, fetchPage, fetchPart, isPlain } from "../../design/assets/lib/content";
import { tell, tellLost } from "../../design/assets/lib/live";
import { send } from "../../design/assets/lib/sending";

document.addEventListener("submit", async (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-say]")) return;
  event.preventDefault();
  if ((event.submitter as HTMLButtonElement | null)?.value === "find") return look(form);
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const answer = await send(form);
  delete form.dataset.busy;
  const told = answer?.status === 201 || answer?.status === 422 ? ((await answer.json()) as { address?: string; problem?: string }) : {};
  const field = form.querySelector("textarea")!;
  if (answer?.status === 401) return;
  if (told.address) await swap(form, told.address, form.dataset.done);
  else if (told.problem) {
    field.setCustomValidity(told.problem);
    field.reportValidity();
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  } else tell(form.dataset.failed!, true);
}, true); // on its way down: an answer stands within the form of the talk, where Chrome lets no submit come up

// Another order or a thread: the talk changes, the note stays where it is. An answer is typed under what it answers.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("main .note .talk a, dialog .note .talk a");
  if (!link || !/^#(talk|say)$/.test(link.hash) || !isPlain(event)) return;
  if (link.getAttribute("href")!.startsWith("#")) return;
  event.preventDefault();
  void (link.hash === "#say" ? answerTo(link) : swap(link, link.href));
});

async function answerTo(link: HTMLAnchorElement): Promise<void> {
  const note = link.closest(".note")!;
  const fresh = await fetchPart(link.href, "#say"), old = note.querySelector(".talk #say");
  if (!fresh) return;
  if (!old) return location.assign(link.href);
  keepTyped(old, fresh);
  const head = old.closest(".talk")!.firstElementChild!;
  old.remove();
  // The talk may have changed while this was under way.
  const asked = link.isConnected ? link : note.querySelector(`.talk a[href="${link.getAttribute("href")}"]`);
  (asked?.closest(".said") ?? head).after(fresh);
  bring(fresh);
  fresh.scrollIntoView({ block: "nearest" });
  fresh.querySelector("textarea")?.focus();
}

/** What was begun goes on in the other form. */
function keepTyped(old: Element, fresh: Element): void {
  const typed = old.querySelector("textarea")?.value, field = fresh.querySelector("textarea");
  if (typed && field && !field.value) field.value = typed;
}

async function swap(from: Element, address: string, done = ""): Promise<void> {
  const within = from.closest(".talk")!.parentElement!;
  const page = await fetchPage(address);
  if (page === undefined && !done) return tellLost();
  const old = within.querySelector(".talk"), fresh = page?.querySelector(".talk");
  if (!old || !fresh) return location.assign(address);
  if (!done) keepTyped(old, fresh);
  old.replaceWith(fresh);
  bring(fresh);
  const hash = new URL(address, location.href).hash;
  const target = fresh.querySelector<HTMLElement>(hash) ?? (fresh as HTMLElement);
  target.classList.toggle("fresh", hash.startsWith("#c-"));
  target.scrollIntoView({ block: hash === "#talk" ? "start" : "center" });
  target.tabIndex = -1; // the keyboard goes on from here
  target.focus({ preventScroll: true });
  if (done) tell(done);
}

let asked = 0;
let timer = 0;

async function look(form: HTMLFormElement): Promise<void> {
  const field = form.querySelector<HTMLInputElement>("[data-from]")!, mine = ++asked;
  const answer = await fetch(`${field.dataset.from}?${new URLSearchParams({ q: field.value.trim() })}`).catch(() => null);
  if (answer?.ok && mine === asked) form.querySelector("[data-offers]")!.innerHTML = await answer.text();
}

document.addEventListener("input", (event) => {
  const field = event.target as HTMLInputElement;
  if (!field.matches("[data-say] [data-from]")) return;
  clearTimeout(timer);
  timer = window.setTimeout(() => look(field.form!), 200);
});
