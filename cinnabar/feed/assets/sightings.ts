// Tells which cards were half in view for a second, which notes were opened and how long they were read. In batches;
// nothing in them says who a visitor is.
import { onContent } from "../../design/assets/lib/content";
import { whenIdle } from "../../design/assets/lib/later";

type Told = { source: string; seen: [string, number][]; opened: [string, number | null][]; read: [string, number][] };
const feed = document.querySelector<HTMLElement>("[data-feed]");
const idOf = (card: Element): string => card.querySelector("a")!.pathname.split("/")[2];
const cards = (): Element[] => (feed ? [...feed.querySelectorAll(".card")] : []);
const nothing = (): Told => ({ source: feed?.dataset.feed ?? "", seen: [], opened: [], read: [] });
let told = nothing(), timer = 0;

function tellSoon(): void {
  timer ||= window.setTimeout(tell, 5000);
}

function tell(): void {
  clearTimeout(timer);
  timer = 0;
  if (told.seen.length + told.opened.length + told.read.length === 0) return;
  navigator.sendBeacon("/sightings", JSON.stringify(told));
  told = nothing();
}

// Impressions. The mark stays on the card, so that a list that was found again by Back does not count twice.
const waiting = new Map<Element, number>();
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio } of entries) {
      clearTimeout(waiting.get(target));
      if (intersectionRatio >= 0.5) waiting.set(target, window.setTimeout(() => saw(target), 1000));
    }
  },
  { threshold: [0, 0.5] },
);

function saw(card: Element): void {
  observer.unobserve(card);
  if (document.hidden || !card.isConnected) return;
  card.setAttribute("data-was-seen", "");
  told.seen.push([idOf(card), cards().indexOf(card)]);
  tellSoon();
}

// Reading: the note of this page, or the one in the dialog, while the page is in front of somebody.
let reading = "", since = 0;

function read(id: string): void {
  stop();
  reading = id;
  since = performance.now();
  const place = cards().findIndex((card) => idOf(card) === id);
  told.opened.push([id, place < 0 ? null : place]);
  whenIdle(() => keep(id));
  tellSoon();
}

function keep(id: string): void {
  const seen = new Set<string>(JSON.parse(sessionStorage.getItem("seen") ?? "[]")).add(id);
  sessionStorage.setItem("seen", JSON.stringify([...seen].slice(-500)));
}

function pause(): void {
  const seconds = Math.round((performance.now() - since) / 100) / 10;
  if (reading && since && seconds >= 1) told.read.push([reading, seconds]);
  since = 0;
}

function stop(): void {
  pause();
  reading = "";
}

onContent((root) => {
  root.querySelectorAll("[data-feed] .card:not([data-was-seen]), .wall .card:not([data-was-seen])").forEach((card) => {
    if (feed?.contains(card)) observer.observe(card);
  });
  const note = root.querySelector<HTMLElement>("article.note[data-note]");
  if (note && note.dataset.note !== reading) read(note.dataset.note!);
});
document.addEventListener("close", (event) => (event.target as Element).matches("[data-sheet]") && (stop(), tellSoon()), true);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    pause();
    tell();
  } else if (reading) since = performance.now();
});
addEventListener("pagehide", () => {
  pause();
  tell();
});
