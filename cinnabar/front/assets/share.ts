// What can be sent of a page, in a dialog: its link, its code, its picture card. Without a script it is a page.
import { bring, fetchPart, isPlain, onContent } from "../../design/assets/lib/content";

type Painter = { paint(card: HTMLElement): Promise<{ picture: Blob; isWithout: boolean }> };

document.addEventListener("click", async (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-shares]");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  const found = await fetchPart(link.href, "[data-share]");
  if (!found) return;
  const dialog = document.createElement("dialog"), close = document.createElement("button"), head = document.createElement("h2");
  dialog.className = "choice-sheet";
  head.textContent = link.dataset.shares!;
  head.id = "share-head";
  dialog.setAttribute("aria-labelledby", head.id);
  close.type = "button";
  close.className = "icon-button";
  close.setAttribute("aria-label", link.dataset.close!);
  close.append(link.querySelector("svg")!.cloneNode(true));
  const sign = close.querySelector("use")!;
  sign.setAttribute("href", sign.getAttribute("href")!.replace(/#.*/, "#x"));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (tap) => tap.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(close, head, found);
  document.body.append(dialog);
  dialog.showModal();
  bring(dialog);
});

onContent((root) => root.querySelectorAll<HTMLElement>("[data-share]").forEach(begin));

function begin(share: HTMLElement): void {
  const part = <Kind extends HTMLElement>(name: string): Kind | null => share.querySelector<Kind>(`[data-${name}]`);
  const url = part<HTMLInputElement>("select")?.value;
  if (!url) return;
  const title = share.querySelector("[data-title]")?.textContent ?? "", native = part("native")!;
  const tell = (way: string): void => {
    if (share.dataset.told) navigator.sendBeacon(share.dataset.told, new URLSearchParams({ way }));
  };
  part("select")!.addEventListener("focus", (event) => (event.target as HTMLInputElement).select());
  part("copy")!.addEventListener("click", () => tell("link"));
  native.hidden = !navigator.share;
  native.addEventListener("click", () => void navigator.share({ url, title }).then(() => tell("sheet"), () => undefined));
  void offerCard(share, title, url, tell);
}

async function offerCard(share: HTMLElement, title: string, url: string, tell: (way: string) => void): Promise<void> {
  const card = share.querySelector<HTMLElement>(".share-card")!, said = share.querySelector("[data-said]")!;
  const save = share.querySelector<HTMLAnchorElement>("[data-save-card]")!;
  const send = share.querySelector<HTMLElement>("[data-send-card]")!;
  try {
    const { paint } = (await import(card.dataset.script!)) as Painter;
    const { picture, isWithout } = await paint(card);
    const shown = new Image(), file = new File([picture], save.download, { type: "image/png" });
    shown.src = save.href = URL.createObjectURL(picture);
    shown.alt = card.dataset.alt!;
    await shown.decode();
    card.replaceChildren(shown);
    save.hidden = false;
    save.addEventListener("click", () => tell("picture"));
    if (isWithout) said.textContent = card.dataset.without!;
    if (!navigator.canShare?.({ files: [file] })) return;
    send.hidden = false;
    send.addEventListener("click", () => void navigator.share({ files: [file], title, text: url }).then(() => tell("picture"), () => undefined));
  } catch {
    said.textContent = card.dataset.failed!;
  }
}
