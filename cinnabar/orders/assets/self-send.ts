// A field marked data-self-send sends its form when it changes; a value names the button that it presses.
import { onChoice } from "../../design/assets/lib/choosing";

onChoice<HTMLInputElement | HTMLSelectElement>("[data-self-send]", (field) => {
  const button = field.dataset.selfSend && field.form?.querySelector<HTMLButtonElement>(`button[name="${field.dataset.selfSend}"]`);
  field.form?.requestSubmit(button || null);
});
