// The strip of pictures: upload with progress, order by buttons and by dragging, one of them large on the stage.
import { tell } from "../../../design/assets/lib/live";
import { forget, isVideo, send, watch, type Listener, type Told } from "../../../media/assets/lib/upload";
import { all, changed, find, form, say, words } from "./words";

const strip = find<HTMLElement>("[data-shots]");
const stage = find<HTMLElement>("[data-stage]");
const frame = find<HTMLElement>("[data-frame]", stage);
const shown = find<HTMLImageElement>("[data-shown]", stage);
const troubles = find<HTMLElement>("[data-troubles]");
const panels = find<HTMLElement>("[data-panels]");
const input = find<HTMLInputElement>("#files");
const blank = find<HTMLTemplateElement>("[data-new-shot]");
const most = Number(strip.dataset.most);
const upload = find<HTMLElement>("[data-upload]");
let sent = 0;

export const shots = (): HTMLElement[] => all<HTMLElement>("[data-shot]", strip);
export const idOf = (shot: HTMLElement): string => shot.dataset.shot!;
export const pending = (): boolean => shots().some((shot) => ["sending", "waiting"].includes(shot.dataset.state!));
export const chosen = (): HTMLElement | undefined => shots().find((shot) => shot.hasAttribute("data-chosen")) ?? shots()[0];
export { frame, shown };

const panelOf = (shot: HTMLElement) => find<HTMLElement>(`[data-panel="${CSS.escape(idOf(shot))}"]`);
const imageOf = (shot: HTMLElement) => shot.querySelector<HTMLImageElement>("img");

export function choose(shot: HTMLElement | undefined): void {
  for (const other of shots()) {
    other.toggleAttribute("data-chosen", other === shot);
    panelOf(other).hidden = other !== shot;
  }
  const image = shot && imageOf(shot);
  stage.hidden = !image;
  if (image && shown.src !== image.src) shown.src = image.src;
  form.dispatchEvent(new CustomEvent("composer:chosen"));
}

function number(): void {
  const list = shots();
  list.forEach((shot, at) => {
    find<HTMLElement>(".shot-number", shot).textContent = String(at + 1);
    find<HTMLElement>(".shot-tile", shot).setAttribute("aria-label", say(words.picture, { number: at + 1 }));
    find<HTMLButtonElement>("[value^=earlier]", panelOf(shot)).disabled = at === 0;
    find<HTMLButtonElement>("[value^=later]", panelOf(shot)).disabled = at === list.length - 1;
    find<HTMLButtonElement>("[value^=cover]", panelOf(shot)).hidden = at === 0;
    // The server orders by these fields, and takes only pictures that have arrived.
    find<HTMLInputElement>("[name=picture]", shot).disabled = shot.dataset.state === "sending" || shot.dataset.state === "broken";
  });
  upload.hidden = list.length >= most;
  form.dispatchEvent(new CustomEvent("composer:ordered"));
}

export function arranged(): void {
  number();
  changed();
}

function take(shot: HTMLElement): void {
  const panel = panelOf(shot);
  panels.append(panel);
  find<HTMLElement>(".shot-tile", shot).addEventListener("click", (event) => {
    event.preventDefault();
    choose(shot);
  });
  panel.addEventListener("click", (event) => {
    const [step] = (event.target as Element).closest<HTMLButtonElement>("button[name=do]")?.value.split(":") ?? [];
    if (!step) return;
    event.preventDefault();
    const list = shots(), at = list.indexOf(shot);
    if (step === "earlier" && at) list[at - 1].before(shot);
    if (step === "later" && at + 1 < list.length) list[at + 1].after(shot);
    if (step === "cover") strip.prepend(shot);
    if (step === "out") return remove(shot);
    arranged();
    if ((event.target as Element).closest<HTMLButtonElement>("button")!.disabled) find<HTMLElement>(".shot-tile", shot).focus();
  });
  drag(shot);
}

function remove(shot: HTMLElement): void {
  const list = shots(), at = list.indexOf(shot);
  (shot as Shot).cancel?.();
  (shot as Shot).trouble?.remove();
  forget(idOf(shot));
  panelOf(shot).remove();
  shot.remove();
  const neighbour = list[at + 1] ?? list[at - 1];
  choose(neighbour);
  arranged();
  (neighbour ? find<HTMLElement>(".shot-tile", neighbour) : input).focus();
}

// Dragging: the tile follows the finger after a short hold, or the mouse at once, and the others make room.
function drag(shot: HTMLElement): void {
  let timer = 0, from = 0, active = false;
  const tile = find<HTMLElement>(".shot-tile", shot);
  const move = (event: PointerEvent) => {
    if (!active) {
      if (Math.abs(event.clientX - from) < 6) return;
      if (event.pointerType !== "mouse") return stop();
      begin(event);
    }
    shot.style.translate = `${event.clientX - from}px`;
    const middle = shot.getBoundingClientRect().left + shot.offsetWidth / 2;
    const list = shots(), at = list.indexOf(shot);
    const before = list[at - 1], after = list[at + 1];
    const left = before?.getBoundingClientRect(), right = after?.getBoundingClientRect();
    if (left && middle < left.left + left.width / 2) { from -= shot.offsetWidth + 8; before.before(shot); }
    else if (right && middle > right.left + right.width / 2) { from += shot.offsetWidth + 8; after.after(shot); }
    shot.style.translate = `${event.clientX - from}px`;
  };
  const begin = (event: PointerEvent) => {
    active = true;
    shot.classList.add("dragged");
    tile.setPointerCapture(event.pointerId);
  };
  const stop = () => {
    clearTimeout(timer);
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
    if (active) {
      shot.classList.remove("dragged");
      shot.style.translate = "";
      arranged();
      choose(shot);
    }
    active = false;
  };
  tile.addEventListener("dragstart", (event) => event.preventDefault()); // the browser's own dragging of pictures
  tile.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    from = event.clientX;
    if (event.pointerType !== "mouse") timer = window.setTimeout(() => begin(event), 250);
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", stop);
    document.addEventListener("pointercancel", stop);
  });
  tile.addEventListener("touchmove", (event) => active && event.preventDefault(), { passive: false });
}

type Shot = HTMLElement & { cancel?: () => void; trouble?: HTMLElement };

function begin(file: File): void {
  if (shots().length >= most) return tellTooMany();
  const name = `new${++sent}`;
  const part = document.createElement("div");
  part.innerHTML = blank.innerHTML.replaceAll("__id__", name);
  const shot = part.firstElementChild as Shot;
  strip.append(shot);
  take(shot);
  const image = document.createElement("img");
  image.alt = "";
  image.onerror = () => image.remove(); // a HEIC, which the browser cannot show: it appears when it is ready
  if (!isVideo(file)) {
    image.src = URL.createObjectURL(file);
    find<HTMLElement>(".shot-tile", shot).prepend(image);
  }
  start(shot, file);
  number();
}

function start(shot: Shot, file: File): void {
  state(shot, "sending", say(words.uploading, { percent: 0 }));
  const stop = action(shot, words.cancel, () => remove(shot));
  shot.cancel = send(file, words, {
    ...follow(shot),
    progress: (share) => state(shot, "sending", say(words.uploading, { percent: Math.round(share * 100) }), share),
    arrived: (id) => {
      stop.remove();
      rename(shot, id);
      state(shot, "waiting", words.preparing);
      arranged();
    },
    failed: (message, mayRetry) => {
      stop.remove();
      broken(shot, message, mayRetry ? () => start(shot, file) : undefined);
    },
  });
}

function follow(shot: Shot): Listener {
  return {
    progress: () => {},
    arrived: () => {},
    ready: (picture) => ready(shot, picture),
    failed: (message) => broken(shot, message),
    preparing: (share) => state(shot, "waiting", say(words.preparingShare, { percent: Math.round(share * 100) }), share),
  };
}

function ready(shot: Shot, picture: Told): void {
  const image = imageOf(shot) ?? document.createElement("img");
  if (!image.isConnected) find<HTMLElement>(".shot-tile", shot).prepend(image);
  image.onerror = null;
  image.alt = "";
  image.src = picture.address;
  image.style.backgroundColor = picture.tone;
  find<HTMLElement>("[data-still]", panelOf(shot)).hidden = !picture.is_still;
  shot.toggleAttribute("data-film", !!picture.film);
  state(shot, "ready", "");
  choose(shot.hasAttribute("data-chosen") || shots().length === 1 ? shot : chosen());
  number();
}

function broken(shot: Shot, message: string, retry?: () => void): void {
  state(shot, "broken", "");
  const trouble = document.createElement("li");
  const said = document.createElement("span");
  said.textContent = `${find<HTMLElement>(".shot-tile", shot).getAttribute("aria-label")}: ${message}`;
  trouble.append(said);
  if (retry) action(trouble, words.retry, () => { trouble.remove(); retry(); });
  action(trouble, words.remove, () => remove(shot));
  shot.trouble = trouble;
  troubles.append(trouble);
  number();
}

function state(shot: Shot, name: string, message: string, share?: number): void {
  shot.dataset.state = name;
  const said = find<HTMLElement>(".shot-state", shot);
  said.textContent = message;
  // Progress is seen; what is spoken is only that it began, is being prepared, failed.
  said.setAttribute("aria-live", share === undefined ? "polite" : "off");
  shot.style.setProperty("--done", String(share ?? (name === "sending" ? 0 : 1)));
}

function action(place: HTMLElement, name: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "shot-action";
  button.textContent = name;
  button.addEventListener("click", act);
  place.append(button);
  return button;
}

function rename(shot: Shot, id: string): void {
  const panel = panelOf(shot), old = idOf(shot);
  shot.dataset.shot = panel.dataset.panel = id;
  panel.id = `panel-${id}`;
  find<HTMLInputElement>("[name=picture]", shot).value = id;
  const alt = find<HTMLTextAreaElement>("textarea", panel);
  find<HTMLLabelElement>("label", panel).htmlFor = alt.id = alt.name = `alt-${id}`;
  form.dispatchEvent(new CustomEvent("composer:renamed", { detail: { old, id } }));
}

function tellTooMany(): void {
  tell(say(words.tooMany, { most }), true);
}

function add(files: Iterable<File>): void {
  const before = shots().length;
  for (const file of files) begin(file);
  if (!before) choose(shots()[0]);
}

// The plain form stays for browsers without script; here its button is not needed.
upload.classList.add("alive");
input.addEventListener("change", () => {
  add([...input.files!]);
  input.value = "";
});
upload.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  add(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => event.clipboardData?.files.length && add(event.clipboardData.files));

for (const shot of shots() as Shot[]) {
  take(shot);
  if (shot.dataset.state === "waiting") watch(idOf(shot), words, follow(shot));
}
form.classList.add("alive");
number();
choose(shots()[0]);
