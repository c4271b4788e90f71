// Follows at once; a failure puts the button back and says so. Without a script the form does the same with a page.
import { tell } from "../../design/assets/lib/live";
import { send } from "../../design/assets/lib/sending";

document.addEventListener("submit", async (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-follow]")) return;
  event.preventDefault();
  const button = form.querySelector("button")!, wanted = button.value;
  const show = (following: boolean): void => {
    button.value = following ? "off" : "on";
    button.textContent = (following ? form.dataset.on : form.dataset.off)!;
    button.setAttribute("aria-pressed", String(following));
    button.classList.toggle("quiet", following);
  };
  const sent = send(form, button);
  show(wanted === "on");
  const answer = await sent;
  if (answer?.ok) return;
  show(wanted === "off");
  if (answer?.status !== 401) tell(form.dataset.failed!, true);
});
