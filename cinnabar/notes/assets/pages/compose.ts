// The composer: what its parts do together when the note is published.
import "../composer/cover";
import { pending } from "../composer/pictures";
import "../composer/products";
import { isThere, save } from "../composer/saving";
import "../composer/topics";
import { find, form, words } from "../composer/words";

const status = find<HTMLElement>("[data-status]");
let ready = false;

form.addEventListener("submit", async (event) => {
  if (form.dataset.sent) return event.preventDefault(); // a second tap
  if (!navigator.onLine) return; // assets/offline.ts holds it back
  const button = event.submitter as HTMLButtonElement | null;
  if (button?.value === "save") {
    event.preventDefault(); // Enter in a field
    return void (form.dataset.published || save());
  }
  if (ready || !button?.matches("[data-publish]")) {
    form.dataset.sent = "yes";
    return;
  }
  event.preventDefault();
  button.disabled = true;
  let is = false;
  try {
    for (; pending(); await new Promise((resolve) => setTimeout(resolve, 300))) status.textContent = words.waiting;
    if (!form.dataset.published) await save(); // else the draft's stamp would be an old one
    is = await isThere();
  } finally {
    button.disabled = false;
  }
  if (!is) return button.focus();
  await new Promise((resolve) => setTimeout(resolve)); // requestSubmit does nothing while this very event still runs
  ready = true;
  form.requestSubmit(button);
});
addEventListener("pageshow", () => {
  ready = false;
  delete form.dataset.sent;
});
