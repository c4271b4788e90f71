// A behaviour is for the page now, and for whatever another one brings into it later.
import { tellLost } from "./live";

type Begin = (root: ParentNode) => void;

export function onContent(begin: Begin): void {
  begin(document);
  document.addEventListener("content", (event) => begin(event.target as Element));
}

export function bring(root: Element): void {
  root.dispatchEvent(new Event("content", { bubbles: true }));
}

/** A page to take parts of: null when there is no such page, undefined while there is no network. */
export async function fetchPage(address: string, headers: Record<string, string> = {}): Promise<Document | null | undefined> {
  const text = await fetch(address, { headers }).then((answer) => (answer.ok ? answer.text() : null)).catch(() => undefined);
  return text == null ? text : new DOMParser().parseFromString(text, "text/html");
}

/** A part of that page, to be shown here. That there is no network is said; a page without such a part comes itself. */
export async function fetchPart(address: string, selector: string): Promise<Element | null> {
  const page = await fetchPage(address), part = page?.querySelector(selector) ?? null;
  if (page === undefined) tellLost();
  else if (!part) location.assign(address);
  return part;
}

/** Whether a tap on a link means this page, not another tab, a window or a file. */
export const isPlain = (tap: MouseEvent): boolean => !(tap.button || tap.metaKey || tap.ctrlKey || tap.shiftKey || tap.altKey);
