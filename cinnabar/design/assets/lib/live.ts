// Says something in the page's live region; `isSeen` shows it to everybody for a while.
let timer = 0;

export function tell(words: string, isSeen = false): void {
  const live = document.getElementById("live")!;
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1); // what lies under an open one is not heard
  (dialog ?? document.body).append(live);
  live.classList.toggle("toast", isSeen);
  live.textContent = "";
  setTimeout(() => (live.textContent = words), 50); // a region that has just moved or emptied is heard anew
  clearTimeout(timer);
  timer = window.setTimeout(() => live.classList.remove("toast"), 6000);
}
