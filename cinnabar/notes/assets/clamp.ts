// A long text begins with four lines and "more"; where there is room, and without a script, all of it stands there.
for (const text of document.querySelectorAll<HTMLElement>("[data-clamp]")) {
  const more = document.querySelector<HTMLButtonElement>(`[aria-controls="${text.id}"]`)!;
  text.classList.add("clamped");
  if (text.scrollHeight <= text.clientHeight + 2) {
    text.classList.remove("clamped");
    continue;
  }
  more.hidden = false;
  more.addEventListener("click", () => {
    text.classList.remove("clamped");
    more.hidden = true;
  });
}
export {};
