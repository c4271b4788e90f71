// Topics that others use, offered while one is being typed.
import { changed, find, form } from "./words";

const field = find<HTMLInputElement>("[data-topics]", form);
const offers = find<HTMLElement>("[data-topic-offers]", form);
const between = /[#＃,，、;；]/;
let asked = 0;
let timer = 0;

const parts = () => field.value.split(between).map((name) => name.trim());

async function offer(): Promise<void> {
  const mine = ++asked;
  const begun = parts().at(-1) ?? "";
  const answer = await fetch(`${field.dataset.topics}?${new URLSearchParams({ q: begun })}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const known = new Set(parts().slice(0, -1).map((name) => name.toLowerCase()));
  const found = ((await answer.json()).topics as { name: string }[]).filter((topic) => !known.has(topic.name.toLowerCase()));
  offers.replaceChildren(
    ...found.map(({ name }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.textContent = `#${name}`;
      button.addEventListener("click", () => {
        field.value = [...parts().slice(0, -1).filter(Boolean), name, ""].join(", ");
        field.focus();
        changed();
        void offer();
      });
      return button;
    }),
  );
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(offer, 200);
});
field.addEventListener("focus", () => offers.childElementCount || void offer());
