// The product form without reloading: its buttons change the rows where they are, pictures are sent while one writes.
import { onChoice } from "../../../design/assets/lib/choosing";
import { tellLost } from "../../../design/assets/lib/live";
import { send, watch, type Listener, type Words } from "../../../media/assets/lib/upload";

const root = document.querySelector<HTMLElement>("[data-product]")!;
const words = root.dataset as unknown as Words & { sending: string };
const WRITES = ["save", "publish", "preview"];
const form = () => root.querySelector<HTMLFormElement>("[data-rows]")!;
const tell = (text: string) => (root.querySelector<HTMLElement>("[data-told]")!.textContent = text);
const seen = new Set<string>();
const arrived = new Set<string>(); // pictures that are sent and not in the form yet
let busy = Promise.resolve();
let sending = 0;

/** Have the server take a step and show the form as it is then; steps wait for each other. */
function step(value: string): Promise<void> {
  return (busy = busy.then(() => ask(value)).catch((problem) => (problem instanceof TypeError ? tellLost() : form().requestSubmit())));
}

async function ask(value: string): Promise<void> {
  const body = new FormData(form());
  for (const id of arrived) if (!body.getAll("picture").includes(id)) body.append("picture", id);
  const sent = new FormData(form());
  body.set("do", value);
  const answer = await fetch(form().action, { method: "POST", body: new URLSearchParams(body as unknown as Record<string, string>) });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.id;
  const typed = [...new FormData(form())].filter(([name, text]) => sent.getAll(name).length === 1 && sent.get(name) !== text);
  const fresh = page.querySelector("[data-rows]")!;
  const chooser = form().querySelector("[data-files]"); // stays: somebody may be looking for a file right now
  if (chooser) fresh.querySelector("[data-files]")?.replaceWith(chooser);
  form().replaceWith(fresh);
  for (const [name, text] of typed) {
    const field = form().elements.namedItem(name);
    if (field && "value" in field) field.value = text as string;
  }
  for (const { value: id } of root.querySelectorAll<HTMLInputElement>("[name=picture]")) arrived.delete(id);
  liven();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function liven(): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-scripted]")) part.hidden = false;
  for (const part of root.querySelectorAll<HTMLElement>("[data-unscripted], [data-plain-upload]")) part.hidden = true;
  if (!root.querySelector("[data-waiting]")) return;
  for (const { value } of root.querySelectorAll<HTMLInputElement>("[name=picture]")) if (!seen.has(value)) wait(value);
}

const listener = (): Listener => ({
  progress: () => {},
  arrived: (id) => {
    sending--;
    seen.add(id);
    arrived.add(id);
    tell(sending ? words.sending : "");
    void step("refresh");
  },
  ready: () => void step("refresh"),
  failed: (message) => {
    sending = Math.max(0, sending - 1);
    tell(message);
  },
});

function wait(id: string): void {
  seen.add(id);
  watch(id, words, listener());
}

root.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[name=do]");
  if (!button || WRITES.includes(button.value)) return;
  event.preventDefault();
  void step(button.value);
});
root.addEventListener("submit", () => {
  for (const value of arrived) form().append(Object.assign(document.createElement("input"), { type: "hidden", name: "picture", value }));
});
root.addEventListener("change", (event) => {
  const field = event.target as HTMLInputElement;
  if (!field.hasAttribute("data-files")) return;
  for (const file of [...field.files!]) {
    sending++;
    tell(words.sending);
    send(file, words, listener());
  }
  field.value = "";
});
onChoice<HTMLElement>("[data-step]", (field) => void step(field.dataset.step!));
liven();
