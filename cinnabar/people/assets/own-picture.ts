// A picture of oneself or of one's shop is sent as soon as it is chosen. What stands typed in the form beside it outlives
// the pages that come meanwhile: that of the picture, and the next one when it is prepared.
const picture = document.querySelector<HTMLFormElement>("form[data-own-picture]");
const beside = document.querySelector<HTMLFormElement>("form[data-beside]");
const place = `beside ${document.documentElement.dataset.viewer} ${location.pathname}`;
const MEANWHILE = 60_000;

if (picture) {
  picture.dataset.ownPicture = "ready";
  picture.querySelector("input")!.addEventListener("change", () => picture.requestSubmit());
}
if (picture && beside) {
  let isTyped = bringBack(beside);
  beside.addEventListener("input", () => (isTyped = true));
  beside.addEventListener("submit", () => (isTyped = false));
  addEventListener("pagehide", () => {
    if (isTyped) sessionStorage.setItem(place, JSON.stringify({ at: Date.now(), typed: [...new FormData(beside)] }));
  });
}

function bringBack(form: HTMLFormElement): boolean {
  const { at, typed } = JSON.parse(sessionStorage.getItem(place) ?? '{"at":0}') as { at: number; typed: [string, string][] };
  sessionStorage.removeItem(place);
  if (Date.now() - at > MEANWHILE) return false;
  for (const field of [...form.elements] as HTMLInputElement[]) {
    const values = typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
    else if (values.length && field.type !== "hidden") field.value = values[0];
  }
  return true;
}
export {};
