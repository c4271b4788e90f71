// On a phone a note that is at its top follows a finger downwards, and closes when it is let go far enough down.
const FAR = 120;
const sheet = document.querySelector<HTMLDialogElement>("dialog[data-sheet]");
let from: Touch | null = null, pulled = 0;

sheet?.addEventListener("touchstart", ({ touches }) => {
  from = touches.length === 1 && sheet.scrollTop <= 0 ? touches[0]! : null;
  pulled = 0;
}, { passive: true });

sheet?.addEventListener("touchmove", ({ touches }) => {
  if (!from) return;
  const down = touches[0]!.clientY - from.clientY, aside = Math.abs(touches[0]!.clientX - from.clientX);
  if (!pulled && (down < aside || down < 0)) from = null; // sideways is for the pictures, upwards for reading
  else if (sheet.scrollTop <= 0) follow(Math.max(0, down));
}, { passive: true });

for (const end of ["touchend", "touchcancel"]) {
  sheet?.addEventListener(end, () => {
    const isFar = end === "touchend" && pulled > FAR;
    from = null;
    follow(0);
    if (isFar) sheet.querySelector<HTMLElement>("[data-close]")!.click();
  });
}

function follow(distance: number): void {
  pulled = distance;
  sheet!.style.translate = distance ? `0 ${distance}px` : "";
}
export {};
