// Products on pictures: tap the picture, find the product, say how you got it. The points can be dragged and nudged.
import { tellLost } from "../../../design/assets/lib/live";
import { chosen, frame, idOf, shots, shown } from "./pictures";
import { all, changed, find, form, say, words } from "./words";

const list = find<HTMLElement>("[data-tags]");
const picker = find<HTMLElement>("[data-picker]");
const add = find<HTMLButtonElement>("[data-add-tag]");
const field = find<HTMLInputElement>("input", picker);
const offers = find<HTMLElement>("[data-offers]", picker);
const dialog = document.createElement("dialog");
const most = Number(list.dataset.most);
let spot = { x: 50, y: 50 };
let asked = 0;
let made = Date.now() % 1e9;

const tags = (): HTMLElement[] => all<HTMLElement>("[data-tag]", list);
const input = (tag: HTMLElement, name: string): HTMLInputElement => find<HTMLInputElement>(`[name="t-${tag.dataset.tag}-${name}"]`, tag);
const pictureOf = (tag: HTMLElement): string => input(tag, "picture").value;

// The dialog holds the same search that stands in the page without script.
dialog.className = "picker-dialog";
dialog.setAttribute("aria-label", find<HTMLElement>("label", picker).textContent!);
const close = document.createElement("button");
close.type = "button";
close.className = "icon-button picker-close";
close.setAttribute("aria-label", words.close);
close.textContent = "×";
close.addEventListener("click", () => dialog.close());
picker.before(dialog);
dialog.append(close, picker);
find<HTMLElement>("[data-search]", picker).hidden = true;
add.hidden = false;

function open(at: { x: number; y: number }): void {
  if (tags().length >= most) return;
  spot = at;
  field.value = "";
  dialog.showModal();
  field.focus();
  void search();
}

async function search(): Promise<void> {
  const mine = ++asked;
  const answer = await fetch(`${picker.dataset.from}?${new URLSearchParams({ q: field.value.trim() })}`).catch(() => null);
  if (!answer) tellLost();
  if (answer?.ok && mine === asked) offers.innerHTML = await answer.text();
}

let timer = 0;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(search, 150);
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  offers.querySelector<HTMLButtonElement>("button")?.focus();
});

offers.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("button");
  if (!button) return;
  event.preventDefault();
  dialog.close();
  void place(button.dataset.product ? { product: button.dataset.product } : { name: button.dataset.outside ?? "" });
});

async function place(what: Record<string, string>): Promise<void> {
  const there = tags().find((tag) => what.product && tag.querySelector<HTMLInputElement>(`[name$="-product"]`)?.value === what.product);
  if (there) return there.scrollIntoView({ block: "center" });
  const key = `n${++made}`;
  const answer = await fetch(`${picker.dataset.from}?${new URLSearchParams({ ...what, key })}`).catch(() => null);
  if (!answer?.ok) return tellLost();
  list.insertAdjacentHTML("beforeend", await answer.text());
  const tag = list.lastElementChild as HTMLElement;
  options(tag);
  const on = chosen();
  if (on) input(tag, "picture").value = idOf(on);
  input(tag, "x").value = String(spot.x);
  input(tag, "y").value = String(spot.y);
  refresh();
  changed();
  tag.scrollIntoView({ block: "center", behavior: "smooth" });
  (tag.querySelector<HTMLElement>("[type=radio]:checked, [type=radio]") ?? tag.querySelector<HTMLElement>("input:not([type=hidden])"))?.focus({ preventScroll: true });
}

list.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[value^=untag]");
  if (!button) return;
  event.preventDefault();
  button.closest("[data-tag]")!.remove();
  refresh();
  changed();
  add.focus();
});
list.addEventListener("input", (event) => {
  if ((event.target as HTMLElement).matches("[name$='-x'], [name$='-y'], [name$='-picture'], [data-name]")) refresh();
});

function options(tag: HTMLElement): void {
  const select = input(tag, "picture") as unknown as HTMLSelectElement;
  const on = select.value || select.dataset.on!;
  select.replaceChildren(...shots().map((shot, at) => new Option(String(at + 1), idOf(shot), false, idOf(shot) === on)));
}

function titleOf(tag: HTMLElement): string {
  const named = tag.querySelector<HTMLInputElement>("[data-name]");
  const title = find<HTMLElement>("[data-title]", tag);
  if (named) title.textContent = named.value.trim() || words.unnamed;
  return title.textContent!;
}

/** Points of the picture on the stage, and the numbers of the tags. */
function refresh(): void {
  const on = chosen();
  all("[data-point]", frame).forEach((point) => point.remove());
  tags().forEach((tag, at) => {
    find<HTMLElement>("[data-number]", tag).textContent = String(at + 1);
    const name = titleOf(tag);
    if (!on || pictureOf(tag) !== idOf(on)) return;
    const point = document.createElement("button");
    point.type = "button";
    point.className = "point";
    point.dataset.point = "";
    point.textContent = String(at + 1);
    point.setAttribute("aria-label", `${at + 1} ${say(words.point, { name })}`);
    point.title = name;
    frame.append(point);
    put(point, tag);
    hold(point, tag);
  });
  add.disabled = tags().length >= most;
}

function put(point: HTMLElement, tag: HTMLElement): void {
  point.style.left = `${input(tag, "x").value}%`;
  point.style.top = `${input(tag, "y").value}%`;
}

function hold(point: HTMLElement, tag: HTMLElement): void {
  const to = (x: number, y: number) => {
    input(tag, "x").value = String(Math.min(100, Math.max(0, Math.round(x * 10) / 10)));
    input(tag, "y").value = String(Math.min(100, Math.max(0, Math.round(y * 10) / 10)));
    put(point, tag);
  };
  let moved = false;
  point.addEventListener("pointerdown", (event) => {
    moved = false;
    point.setPointerCapture(event.pointerId);
    point.onpointermove = (move) => {
      if (!moved && Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY) < 5) return;
      moved = true;
      const at = share(move);
      to(at.x, at.y);
    };
  });
  point.addEventListener("pointerup", () => {
    point.onpointermove = null;
    if (moved) changed();
  });
  point.addEventListener("click", (event) => {
    event.stopPropagation();
    if (!moved) tag.scrollIntoView({ block: "center", behavior: "smooth" });
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 5 : 1;
    const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (!x && !y) return;
    event.preventDefault();
    to(Number(input(tag, "x").value) + x, Number(input(tag, "y").value) + y);
    changed();
  });
}

const share = (event: MouseEvent) => {
  const box = shown.getBoundingClientRect();
  return { x: ((event.clientX - box.left) / box.width) * 100, y: ((event.clientY - box.top) / box.height) * 100 };
};
frame.addEventListener("click", (event) => {
  const at = share(event);
  open({ x: Math.round(at.x * 10) / 10, y: Math.round(at.y * 10) / 10 });
});
add.addEventListener("click", () => open({ x: 50, y: 50 }));
form.addEventListener("composer:chosen", refresh);
form.addEventListener("composer:ordered", () => {
  tags().forEach(options);
  refresh();
});
form.addEventListener("composer:renamed", (event) => {
  const { old, id } = (event as CustomEvent<{ old: string; id: string }>).detail;
  for (const option of all<HTMLOptionElement>(`option[value="${CSS.escape(old)}"]`, list)) option.value = id;
});
tags().forEach(options);
refresh();
