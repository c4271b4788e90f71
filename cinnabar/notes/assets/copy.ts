// A button that copies an address; a style sheet hides it where no script runs.
import { onContent } from "../../design/assets/lib/content";
import { tell } from "../../design/assets/lib/live";

onContent((root) => root.querySelectorAll<HTMLButtonElement>("[data-copy]").forEach(begin));

function begin(button: HTMLButtonElement): void {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy!);
    tell(button.dataset.done!);
    const words = button.querySelector("[data-copy-words]");
    if (!words) return;
    const before = words.textContent;
    words.textContent = button.dataset.done!;
    setTimeout(() => (words.textContent = before), 1600);
  });
}
