// Follows at once; a failure puts the button back and says so. Without a script the form does the same with a page.
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
  const body = new URLSearchParams({ state: wanted });
  show(wanted === "on");
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true }).catch(() => null);
  if (answer?.ok) return;
  show(wanted === "off");
  if (answer?.status === 401) {
    location.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    return;
  }
  document.getElementById("live")!.textContent = form.dataset.failed!;
});
export {};
