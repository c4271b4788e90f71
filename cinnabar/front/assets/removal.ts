// Takes a line off the page at once; a failure puts it back and says so. Without a script the page comes anew.
document.addEventListener("submit", async (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-removal]")) return;
  event.preventDefault();
  const button = event.submitter as HTMLButtonElement, line = form.closest("li")!;
  const body = new URLSearchParams([...new FormData(form, button)] as [string, string][]);
  const next = (line.nextElementSibling ?? line.previousElementSibling)?.querySelector<HTMLElement>("button");
  line.hidden = true;
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    next?.focus();
    if (line.parentElement!.childElementCount > 1) line.remove();
    else location.reload(); // a day is empty, or everything
    return;
  }
  line.hidden = false;
  document.getElementById("live")!.textContent = form.dataset.failed!;
});
export {};
