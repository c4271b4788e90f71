// A long text begins with four lines and "more"; where there is room, and without a script, all of it stands there.
import { onContent } from "../../design/assets/lib/content";
import { whenLaidOut } from "../../design/assets/lib/later";

onContent((root) => root.querySelectorAll<HTMLElement>("[data-clamp]").forEach((text) => whenLaidOut(text, () => begin(text))));

function begin(text: HTMLElement): void {
  const more = document.querySelector<HTMLButtonElement>(`[aria-controls="${text.id}"]`)!;
  const unfold = () => text.removeAttribute("data-clamp");
  if (text.scrollHeight <= text.clientHeight + 2) {
    unfold();
    return;
  }
  more.hidden = false;
  more.addEventListener("click", () => {
    unfold();
    more.hidden = true;
  });
}
