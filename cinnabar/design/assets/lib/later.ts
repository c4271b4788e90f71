// What need not happen at once happens when it costs least, so that no task of the page grows long.

/** What nobody waits for: when nothing else is to be done. */
export function whenIdle(task: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(task, { timeout: 2000 });
  else setTimeout(task, 1);
}

/** What must be measured: after the browser's own layout, before it paints. To ask earlier makes it lay out twice. */
export function whenLaidOut(element: Element, task: () => void): void {
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    task();
  });
  observer.observe(element);
}
