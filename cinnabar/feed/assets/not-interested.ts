// The menu of a card: what to see less of. The card gives its place to "Undo", so nothing moves.
import { fetchPart, isPlain } from "../../design/assets/lib/content";
import { tell } from "../../design/assets/lib/live";
import { send } from "../../design/assets/lib/sending";

const menu = document.querySelector<HTMLDialogElement>("dialog[data-menu]");
if (menu) begin(menu, menu.querySelector<HTMLElement>("[data-body]")!);

function begin(menu: HTMLDialogElement, body: HTMLElement): void {
  let card: Element | null = null;

  async function open(link: HTMLAnchorElement): Promise<void> {
    card = link.closest(".card");
    const choices = await fetchPart(link.href, "[data-choices]");
    if (!choices) return;
    body.replaceChildren(choices);
    menu.showModal();
  }

  function turnAway(form: HTMLFormElement): void {
    const author = (of: Element): string | undefined => of.querySelector<HTMLAnchorElement>(".card-author")?.href;
    const same = form.dataset.choice === "author" && card ? author(card) : undefined;
    const away = same ? [...document.querySelectorAll("[data-feed] .card")].filter((other) => author(other) === same) : [card!];
    for (const one of away) {
      const back = document.createElement("form"), words = document.createElement("p"), button = document.createElement("button");
      back.action = form.action;
      back.method = "post";
      back.className = "card-away";
      back.append(form.querySelector("[name=about]")!.cloneNode(), words, button);
      words.textContent = menu.dataset.said!;
      button.className = "button quiet small";
      button.name = "on";
      button.value = "0";
      button.textContent = menu.dataset.undo!;
      one.querySelector("article")!.hidden = true;
      one.querySelector(".card-away")?.remove();
      one.append(back);
    }
    card?.querySelector<HTMLElement>(".card-away button")?.focus({ preventScroll: true });
    tell(menu.dataset.said!);
  }

  function bringBack(about: string): void {
    document.querySelectorAll<HTMLFormElement>(".card-away").forEach((back) => {
      if (back.querySelector<HTMLInputElement>("[name=about]")!.value !== about) return;
      const isHere = back.contains(document.activeElement), article = back.parentElement!.querySelector("article")!;
      article.hidden = false;
      back.remove();
      if (isHere) article.querySelector<HTMLElement>(".card-menu")?.focus({ preventScroll: true });
    });
  }

  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".card-menu");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    void open(link);
  });
  // A long press on a card.
  document.addEventListener("contextmenu", (event) => {
    const link = (event.target as Element).closest("[data-feed] .card")?.querySelector<HTMLAnchorElement>(".card-menu");
    if (!link || !matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    void open(link);
  });
  menu.querySelector("[data-close]")!.addEventListener("click", () => menu.close());
  menu.addEventListener("click", (event) => event.target === menu && menu.close());
  document.addEventListener("submit", async (event) => {
    const form = event.target as HTMLFormElement;
    const isBack = form.matches(".card-away");
    if (!isBack && !menu.contains(form)) return;
    event.preventDefault();
    const button = form.querySelector("button")!;
    const answer = await send(form, button);
    menu.close();
    if (answer?.status === 401) return;
    if (!answer?.ok) tell(menu.dataset.failed!, true);
    else if (button.value === "1") turnAway(form);
    else bringBack(form.querySelector<HTMLInputElement>("[name=about]")!.value);
  });
}
