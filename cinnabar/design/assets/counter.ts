// Shows how much of a field is used: data-count="1000" counts characters (of one line with data-line), data-units="20" title units.
import { length, lengthOfLine, units } from "./lib/units";

type Field = HTMLInputElement | HTMLTextAreaElement;
const shown = new WeakMap<Field, HTMLElement>();

function count(field: Field): void {
  const most = Number(field.dataset.count ?? field.dataset.units);
  const used = field.dataset.units ? units(field.value) : (field.hasAttribute("data-line") ? lengthOfLine : length)(field.value);
  let counter = shown.get(field);
  if (!counter) {
    counter = document.createElement("span");
    counter.className = "counter";
    field.after(counter);
    shown.set(field, counter);
  }
  counter.textContent = `${used}/${most}`;
  counter.hidden = used < most * 0.6 && !field.matches("[data-units]");
  counter.classList.toggle("over", used > most);
  // Only what matters is spoken: that the end is near.
  counter.setAttribute("aria-live", used > most * 0.9 ? "polite" : "off");
}

const isCounted = (target: EventTarget | null): target is Field => target instanceof Element && target.matches("[data-count], [data-units]");
document.addEventListener("input", (event) => isCounted(event.target) && count(event.target));
document.addEventListener("focusin", (event) => isCounted(event.target) && count(event.target));
document.querySelectorAll<Field>("[data-count], [data-units]").forEach((field) => field.value && count(field));
