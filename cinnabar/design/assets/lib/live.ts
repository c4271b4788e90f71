// Says something in the page's live region; `isSeen` shows it to everybody for a while.
const live = document.getElementById("live")!;
let timer = 0;

export function tell(words: string, isSeen = false): void {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1); // what lies under an open one is not heard
  (dialog ?? document.body).append(live);
  live.classList.toggle("toast", isSeen);
  live.textContent = "";
  setTimeout(() => (live.textContent = words), 50); // a region that has just moved or emptied is heard anew
  clearTimeout(timer);
  timer = window.setTimeout(() => live.classList.remove("toast"), 6000);
}

/** That there is no network, so that nothing was sent or brought. */
export const tellLost = (): void => tell(live.dataset.lost!, true);
