// Esc closes an open point of a picture before anything else, and the focus goes back to it.
document.addEventListener("keydown", (event) => {
  const spot = event.key === "Escape" && document.querySelector<HTMLDetailsElement>("details.spot[open]");
  if (!spot) return;
  event.preventDefault();
  if (spot.contains(document.activeElement)) spot.querySelector("summary")!.focus();
  spot.open = false;
});
export {};
