// The profile picture is sent as soon as it is chosen.
const form = document.querySelector<HTMLFormElement>("form[data-own-picture]");
if (form) {
  form.dataset.ownPicture = "ready";
  form.querySelector("input")!.addEventListener("change", () => form.requestSubmit());
}
export {};
