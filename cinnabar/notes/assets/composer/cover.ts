// The cover as the wall will show it: a text card, or shape, focus by dragging or the sliders, large words.
import { tidy } from "../../../design/assets/lib/units";
import { cardSize } from "./cards";
import { shots } from "./pictures";
import { all, changed, find, form } from "./words";

const preview = find<HTMLElement>("[data-cover]");
const said = find<HTMLElement>("[data-cover-words]", preview);
const card = find<HTMLElement>("[data-card]", preview);
const field = find<HTMLTextAreaElement>("[name=cover_words]", form);
const begin = document.querySelector<HTMLElement>("[data-begin-card]");
const x = find<HTMLInputElement>("[name=cover_x]", form);
const y = find<HTMLInputElement>("[name=cover_y]", form);
let cover = shots()[0]?.dataset.shot;

function show(): void {
  const first = shots()[0];
  const source = first?.querySelector("img")?.src;
  let image = preview.querySelector("img");
  if (!source) image?.remove();
  else {
    if (!image) preview.prepend((image = new Image()));
    if (image.src !== source) image.src = source;
    image.alt = "";
    image.draggable = false;
  }
  preview.dataset.ratio = find<HTMLInputElement>("[name=cover_ratio]:checked", form)?.value ?? "3:4";
  preview.style.setProperty("--x", `${x.value}%`);
  preview.style.setProperty("--y", `${y.value}%`);
  const words = tidy(field.value), style = Number(find<HTMLInputElement>("[name=cover_style]:checked", form)?.value ?? 1);
  const isCard = style > 3;
  said.textContent = words;
  said.hidden = isCard || !words;
  said.className = `words style-${style}`;
  card.hidden = !isCard;
  card.className = `text-card card-${style} size-${cardSize(words)}`;
  card.firstElementChild!.textContent = words;
  if (image) image.hidden = isCard;
  field.dataset.units = isCard ? field.dataset.long : field.dataset.short;
  if (begin) begin.hidden = isCard;
}

preview.addEventListener("pointerdown", (event) => {
  const image = preview.querySelector("img");
  if (!image || image.hidden) return;
  event.preventDefault();
  preview.setPointerCapture(event.pointerId);
  const from = { x: event.clientX, y: event.clientY, left: Number(x.value), top: Number(y.value) };
  const scale = Math.max(preview.clientWidth / image.naturalWidth, preview.clientHeight / image.naturalHeight);
  const spare = { x: image.naturalWidth * scale - preview.clientWidth, y: image.naturalHeight * scale - preview.clientHeight };
  const kept = (value: number) => String(Math.min(100, Math.max(0, value)).toFixed(1));
  preview.onpointermove = (move) => {
    if (spare.x > 1) x.value = kept(from.left - ((move.clientX - from.x) / spare.x) * 100);
    if (spare.y > 1) y.value = kept(from.top - ((move.clientY - from.y) / spare.y) * 100);
    show();
  };
});
preview.addEventListener("pointerup", () => {
  preview.onpointermove = null;
  changed();
});
form.addEventListener("composer:ordered", () => {
  const first = shots()[0]?.dataset.shot;
  if (cover && first !== cover) x.value = y.value = "50";
  cover = first;
  show();
});
form.addEventListener("composer:renamed", (event) => {
  const { old, id } = (event as CustomEvent<{ old: string; id: string }>).detail;
  if (cover === old) cover = id;
});
all("[name^=cover_]", form).forEach((part) => part.addEventListener("input", show));
// The limit is another one with another style: the counter shows it.
all("[name=cover_style]", form).forEach((part) => part.addEventListener("input", () => field.dispatchEvent(new Event("input", { bubbles: true }))));
begin?.addEventListener("click", (event) => {
  event.preventDefault();
  field.closest("details")!.open = true;
  find<HTMLInputElement>("[name=cover_style][value='4']", form).checked = true;
  show();
  changed();
  field.focus();
  preview.scrollIntoView({ block: "nearest" });
});
form.addEventListener("composer:chosen", show);
show();
