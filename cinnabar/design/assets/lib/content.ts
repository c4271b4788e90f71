// A behaviour is for the page now, and for whatever another one brings into it later.
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
