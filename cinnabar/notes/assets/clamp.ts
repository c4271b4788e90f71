// A long text begins with four lines and "more"; where there is room, and without a script, all of it stands there.
for (const text of document.querySelectorAll<HTMLElement>("[data-clamp]")) {
  const more = document.querySelector<HTMLButtonElement>(`[aria-controls="${text.id}"]`)!;
  const unfold = () => text.removeAttribute("data-clamp");
  if (text.scrollHeight <= text.clientHeight + 2) {
    unfold();
    continue;
  }
  more.hidden = false;
  more.addEventListener("click", () => {
    unfold();
    more.hidden = true;
  });
}
export {};
