// Likes and saves change at once; a failure puts everything back and says so. Without a script the form does the same.
import { tell } from "../../design/assets/lib/live";
import { send } from "../../design/assets/lib/sending";

document.addEventListener("submit", async (event) => {
  const form = event.target as HTMLFormElement, button = event.submitter as HTMLButtonElement | null;
  if (!button?.matches("[data-toggle]")) return;
  event.preventDefault();
  if (button.dataset.busy) return;
  button.dataset.busy = "1";
  const number = button.querySelector<HTMLElement>("[data-count]");
  const wanted = button.value, shownBefore = number?.textContent ?? "", word = number?.dataset.word ?? "";
  const show = (on: boolean): void => {
    button.value = on ? "0" : "1";
    button.setAttribute("aria-pressed", String(on));
  };
  const sent = send(form, button);
  show(wanted === "1");
  const count = Number(number?.dataset.count) + (wanted === "1" ? 1 : -1);
  if (number && count < 1000) number.textContent = count > 0 ? String(count) : word;
  const answer = await sent;
  delete button.dataset.busy;
  if (answer?.ok) {
    const { shown } = (await answer.json()) as { shown: string };
    if (number) {
      number.textContent = shown || word;
      number.dataset.count = String(count);
    }
    return;
  }
  show(wanted !== "1");
  if (number) number.textContent = shownBefore;
  if (answer?.status !== 401) tell(form.dataset.failed!, true);
});

// The second tap of a double click is no second wish.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && (event.target as Element).closest("[data-toggle]")) event.preventDefault();
}, true);
