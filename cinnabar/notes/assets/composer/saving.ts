// Keeps the draft while one writes: a moment after the last change, and when the page is left. Says "saved" only then.
import { somebodyElse } from "../../../design/assets/lib/viewer";
import { find, form, say, words } from "./words";

const PAUSE = 1200;
const status = find<HTMLElement>("[data-status]");
const isPublished = Boolean(form.dataset.published);
let timer = 0;
let dirty = false;
let saving: Promise<boolean> | undefined;
let stopped = false; // until one decides between two versions
let failing = false;
let blocked = false; // a page that came now would bring nothing but an error

const body = () => {
  const sent = new URLSearchParams();
  new FormData(form).forEach((value, name) => typeof value === "string" && name !== "q" && sent.append(name, value));
  return sent;
};

/** Save what is there now; true when nothing is left unsaved. */
export function save(): Promise<boolean> {
  clearTimeout(timer);
  saving ??= put().finally(() => (saving = undefined));
  return saving;
}

async function put(): Promise<boolean> {
  while (dirty && !stopped) {
    const other = somebodyElse();
    if (other) return fail(other, true, true);
    dirty = false;
    status.textContent = words.saving;
    try {
      const answer = await fetch(form.action, { method: "POST", body: body(), headers: { Accept: "application/json" } });
      if (!answer.headers.get("Content-Type")?.includes("json")) {
        const isGone = answer.status === 404;
        return fail(isGone ? words.gone : words.trouble, !isGone, true);
      }
      const told = await answer.json();
      if (told.is_conflict) return decide(told);
      if (told.seen) find<HTMLInputElement>("[name=seen]", form).value = told.seen;
      if (answer.status === 401) return logIn(told.message);
      if (!answer.ok) return fail(told.message ?? "", answer.status >= 500);
      begun(told.draft);
      failing = blocked = false;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      status.textContent = say(words.saved, { time });
    } catch {
      return fail(words.offline, true, true);
    }
  }
  return !stopped;
}

/** Whether a page could come now; says so when not, because leaving for one would lose what stands here. */
export async function isThere(): Promise<boolean> {
  if (dirty && blocked) return false;
  const other = somebodyElse();
  const is = !other && (await fetch("/manifest.webmanifest", { method: "HEAD", cache: "no-store" }).then(() => true, () => false));
  if (!is) status.textContent = say(words.unsaved, { why: other || words.offline });
  return is;
}

// Another tab went on with this draft: nothing more is written before its author says which version it is to be.
function decide(told: { message: string; seen: string }): false {
  stopped = true;
  fail(told.message, false);
  const choice = (name: string, act: () => void) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "linked";
    button.textContent = name;
    button.addEventListener("click", act);
    status.append(" ", button);
  };
  choice(words.ours, () => {
    find<HTMLInputElement>("[name=seen]", form).value = told.seen;
    stopped = false;
    void save();
  });
  choice(words.theirs, () => {
    dirty = false;
    location.reload();
  });
  return false;
}

// In another tab: what stands here stays, and is saved as soon as its author is back.
function logIn(why: string): false {
  fail(why, true);
  const link = Object.assign(document.createElement("a"), { href: words.login, target: "_blank", className: "linked", textContent: words.logIn });
  status.append(" ", link);
  return false;
}

function fail(why: string, again: boolean, isBlocked = false): false {
  dirty = failing = true;
  blocked = isBlocked;
  status.textContent = say(words.unsaved, { why });
  if (again) timer = window.setTimeout(save, 5000);
  return false;
}

function begun(address: string): void {
  if (new URL(form.action).pathname === address) return;
  form.action = address;
  history.replaceState(null, "", address); // leaving and coming back finds the draft
}

form.addEventListener("input", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-picker]")) return;
  dirty = true;
  if (isPublished || stopped) return;
  clearTimeout(timer);
  timer = window.setTimeout(save, PAUSE);
});

// Leaving: the request outlives the page. A published note is not changed behind its author's back: the browser asks.
const leave = () => {
  if (!dirty || stopped || isPublished || form.dataset.sent) return;
  dirty = false;
  void fetch(form.action, { method: "POST", body: body(), headers: { Accept: "application/json" }, keepalive: true });
};
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => dirty && !isPublished && void save());
addEventListener("online", () => dirty && !isPublished && void save());
addEventListener("beforeunload", (event) => {
  if ((isPublished || failing) && dirty && !form.dataset.sent) event.preventDefault();
});
addEventListener("pageshow", (event) => event.persisted && !isPublished && location.reload());

find<HTMLElement>("[data-save]", form)?.addEventListener("click", (event) => {
  event.preventDefault();
  dirty = true;
  void save();
});
