// Takes a line off the page at once; a failure puts it back and says so. Without a script the page comes anew.
import { tell } from "../../design/assets/lib/live";
import { send } from "../../design/assets/lib/sending";

document.addEventListener("submit", async (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-removal]")) return;
  event.preventDefault();
  const button = event.submitter as HTMLButtonElement, line = form.closest("li")!;
  const next = (line.nextElementSibling ?? line.previousElementSibling)?.querySelector<HTMLElement>("button");
  const sent = send(form, button);
  line.hidden = true;
  const answer = await sent;
  if (answer?.ok) {
    next?.focus();
    if (line.parentElement!.childElementCount > 1) line.remove();
    else location.reload(); // a day is empty, or everything
    return;
  }
  line.hidden = false;
  button.focus();
  if (answer?.status !== 401) tell(form.dataset.failed!, true);
});
