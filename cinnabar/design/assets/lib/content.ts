// A behaviour is for the page now, and for whatever another one brings into it later.
type Begin = (root: ParentNode) => void;

export function onContent(begin: Begin): void {
  begin(document);
  document.addEventListener("content", (event) => begin(event.target as Element));
}

export function bring(root: Element): void {
  root.dispatchEvent(new Event("content", { bubbles: true }));
}

export async function fetchPage(address: string, headers: Record<string, string> = {}): Promise<Document | null> {
  const answer = await fetch(address, { headers }).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}
