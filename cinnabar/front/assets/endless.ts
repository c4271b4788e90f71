// Home without end: near the last card the next page's cards come into the same wall. Back and reload find the list and
// the place again. Without a script, and when a page does not come, the link to it stays.
import { bring, fetchPage, isPlain } from "../../design/assets/lib/content";

type Kept = { html: string; y: number; open: boolean };
const AHEAD = "1600px";
const feed = document.querySelector<HTMLElement>("[data-feed]");
if (feed) begin(feed);

function begin(feed: HTMLElement): void {
  const name: string = history.state?.wall ?? `wall-${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  history.replaceState({ ...history.state, wall: name }, "");
  history.scrollRestoration = "manual"; // the place comes with the list, below
  restore(feed, name);
  addEventListener("pagehide", () => keep(feed, name));

  // What a visitor opened earlier in this session waits until nothing new is left.
  const seenBefore = new Set<string>(feed.dataset.seen ? JSON.parse(sessionStorage.getItem("seen") ?? "[]") : []);
  const held: Element[] = [];
  const observer = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && void more(),
    { rootMargin: AHEAD },
  );
  let isLoading = false;
  const nextLink = (): HTMLAnchorElement | null => feed.querySelector<HTMLAnchorElement>('a[rel="next"]');
  const watch = (): void => {
    const link = nextLink();
    if (link) observer.observe(link);
  };

  async function more(): Promise<void> {
    const link = nextLink();
    if (!link || isLoading) return;
    observer.disconnect();
    if (document.querySelector(".foot:focus-within")) return void addEventListener("focusout", watch, { once: true }); // it must not run away
    isLoading = true;
    const page = await fetchPage(link.href);
    const next = page?.querySelector<HTMLElement>("[data-feed]");
    isLoading = false;
    if (!next) {
      link.textContent = feed.dataset.failed!;
      return;
    }
    add(next);
    watch();
  }

  function add(next: HTMLElement): void {
    const before = feed.querySelectorAll(".card").length;
    feed.querySelector(".more")?.remove();
    for (const part of [...next.children]) {
      const wall = [...feed.querySelectorAll(".wall")].pop();
      if (part.matches(".wall-break") && feed.querySelector(".wall-break")) continue;
      if (!part.matches(".wall-frame") || !wall || feed.lastElementChild?.matches(".wall-break")) feed.append(part);
      else wall.append(...[...part.querySelectorAll(".card")].filter((card) => !isHeld(card)));
    }
    if (!nextLink() && held.length) showHeld();
    if (feed.querySelectorAll(".card").length === before && nextLink()) void more();
    bring(feed);
  }

  function isHeld(card: Element): boolean {
    const id = card.querySelector("a")!.pathname.split("/")[2];
    if (!seenBefore.has(id)) return false;
    held.push(card);
    return true;
  }

  function showHeld(): void {
    const heading = document.createElement("h2"), words = document.createElement("span");
    heading.className = "wall-break";
    words.textContent = feed.dataset.seen!;
    heading.append(words);
    const frame = feed.querySelector(".wall-frame")!.cloneNode() as Element, wall = document.createElement("ul");
    wall.className = "wall";
    wall.append(...held.splice(0));
    frame.append(wall);
    feed.querySelector(".more")!.before(heading, frame);
  }

  feed.addEventListener("click", (event) => {
    if (!(event.target as Element).closest('a[rel="next"]') || !isPlain(event)) return;
    event.preventDefault();
    void more();
  });
  watch();
}

function keep(feed: HTMLElement, name: string): void {
  const kept: Kept = { html: feed.innerHTML, y: scrollY, open: Boolean(document.querySelector("dialog[data-sheet][open]")) };
  try {
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // Full: earlier walls give way, and if this one alone is too long, Back begins at the top.
    Object.keys(sessionStorage).forEach((key) => key.startsWith("wall-") && sessionStorage.removeItem(key));
  }
}

function restore(feed: HTMLElement, name: string): void {
  const text = sessionStorage.getItem(name);
  if (!text) return;
  const kept = JSON.parse(text) as Kept;
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const isReload = navigation?.type === "reload" && (kept.open || kept.y > innerHeight / 2);
  if (navigation?.type !== "back_forward" && !isReload) return; // at the top a reload asks for new notes
  feed.innerHTML = kept.html;
  bring(feed);
  scrollTo({ top: kept.y, behavior: "instant" });
}
