// A field marked data-self-send sends its form when it changes; a value names the button that it presses.
document.addEventListener("change", (event) => {
  const field = (event.target as Element).closest<HTMLInputElement | HTMLSelectElement>("[data-self-send]");
  const button = field?.dataset.selfSend && field.form?.querySelector<HTMLButtonElement>(`button[name="${field.dataset.selfSend}"]`);
  field?.form?.requestSubmit(button || null);
});
export {};
