// Whose page this is, and whether somebody else has logged in in another tab since it came.
const { viewer = "" } = document.documentElement.dataset;
const live = document.getElementById("live");

/** The words that say so, else nothing. A page of a visitor, or of whoever logged out, asks to log in by itself. */
export function somebodyElse(): string {
  const now = read();
  return viewer && now && now !== viewer ? live!.dataset.other!.replace("{handle}", now) : "";
}

/** Tell other tabs whose this one is; a page that Back brought from a cache knows nothing new. */
export function remember(): void {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  try {
    if (navigation?.type !== "back_forward" && read() !== viewer) localStorage.setItem("viewer", viewer);
  } catch {
    // A browser that keeps nothing.
  }
}

function read(): string {
  try {
    return localStorage.getItem("viewer") ?? "";
  } catch {
    return "";
  }
}
