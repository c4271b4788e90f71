// A note opens over the list it stands in, with its own address. Esc, Back and the button lead to the same pixel.
import { bring, fetchPage, isPlain } from "../../design/assets/lib/content";
import { tellLost } from "../../design/assets/lib/live";

type Opened = { title: string; parts: Element[] };
const sheet = document.querySelector<HTMLDialogElement>("dialog[data-sheet]");
const body = sheet?.querySelector<HTMLElement>("[data-body]");
if (sheet && body) begin(sheet, body);
else if (history.state?.note) {
  // This page stood in a dialog before it was loaded anew: one step back is the list, which must come as a page.
  const began = location.pathname;
  addEventListener("popstate", () => location.pathname !== began && location.reload());
}

function begin(sheet: HTMLDialogElement, body: HTMLElement): void {
  const listTitle = document.title;
  const close = sheet.querySelector<HTMLElement>("[data-close]")!;
  const begun = new Map<string, string>(); // note → a comment that was begun when it closed
  let opener: HTMLElement | null = null, asked = 0;

  async function load(address: string, position = -1): Promise<Opened | null> {
    const mine = ++asked;
    const page = await fetchPage(address, position < 0 ? {} : { "X-Position": String(position) });
    const parts = page ? [...page.querySelectorAll("main > article.note, main > .related")] : [];
    if (mine !== asked) return null; // another note was asked for meanwhile
    if (page === undefined && location.href !== address) {
      tellLost();
      return null;
    }
    if (!parts.length) location.href = address;
    return parts.length ? { title: page!.title, parts } : null;
  }

  function show({ title, parts }: Opened): void {
    putAside();
    body.replaceChildren(...parts);
    const field = body.querySelector("textarea");
    if (field && !field.value) field.value = begun.get(noteOf()) ?? "";
    document.title = title;
    if (sheet.open) close.focus();
    else sheet.showModal();
    sheet.scrollTop = 0;
    bring(body);
  }

  function hide(): void {
    asked++;
    document.title = listTitle;
    putAside();
    sheet.close();
    body.replaceChildren();
  }

  const noteOf = (): string => body.querySelector<HTMLElement>("article.note")?.dataset.note ?? "";

  function putAside(): void {
    const field = body.querySelector("textarea");
    if (field) begun.set(noteOf(), field.value);
  }

  function leave(): void {
    history.go(-(history.state?.depth ?? 1));
  }

  document.addEventListener("click", async (event) => {
    if (event.defaultPrevented || !isPlain(event)) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (!link) return;
    if (sheet.contains(link) && link.getAttribute("href")!.startsWith("#")) {
      event.preventDefault();
      const target = body.querySelector(link.hash);
      target?.scrollIntoView({ behavior: "smooth" });
      target?.querySelector("textarea")?.focus({ preventScroll: true });
      return;
    }
    const card = link.closest<HTMLElement>("[data-feed] .card, dialog[data-sheet] .card");
    if (!card || link.search || !/^\/notes\/[0-9A-Za-z]+$/.test(link.pathname)) return;
    event.preventDefault();
    card.classList.add("opening");
    const position = [...document.querySelectorAll("[data-feed] .card")].indexOf(card);
    const opened = await load(link.href, position);
    card.classList.remove("opening");
    if (!opened) return;
    opener = position < 0 ? opener : card;
    history.pushState({ note: link.pathname, depth: (history.state?.depth ?? 0) + 1 }, "", link.pathname);
    grow(card, () => show(opened));
  });

  addEventListener("popstate", async () => {
    if (history.state?.note) {
      const opened = await load(location.href);
      if (opened) show(opened);
    } else if (sheet.open) {
      grow(opener, hide, true);
    }
  });

  close.addEventListener("click", leave);
  sheet.addEventListener("click", (event) => event.target === sheet && isOutside(sheet, event) && leave());
  sheet.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  sheet.addEventListener("close", () => history.state?.note && leave()); // the browser closed it by itself

  // The picture grows out of its card, and back into it.
  function grow(card: HTMLElement | null, change: () => void, isBack = false): void {
    const cover = card?.isConnected ? card.querySelector<HTMLElement>(".card-cover") : null;
    if (!document.startViewTransition || !cover || document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      change();
      return;
    }
    const name = (element: Element | null, word: string): void => {
      if (element) (element as HTMLElement).style.viewTransitionName = word;
    };
    const pictures = (): Element | null => body.querySelector(".note-pictures");
    name(isBack ? pictures() : cover, "opened-note");
    const transition = document.startViewTransition(() => {
      name(cover, "");
      change();
      name(isBack ? cover : pictures(), "opened-note");
    });
    const done = (): void => [cover, pictures()].forEach((element) => name(element, ""));
    transition.ready.catch(() => undefined);
    transition.finished.then(done, done);
  }
}

function isOutside(element: Element, { clientX, clientY }: MouseEvent): boolean {
  const box = element.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
