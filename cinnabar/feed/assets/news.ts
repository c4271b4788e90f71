// Says quietly that new notes came out since the page was made; nothing moves until it is tapped.
const pill = document.querySelector<HTMLAnchorElement>("[data-news]");
const made = Date.now();
let asked = made;

async function look(): Promise<void> {
  if (!pill || document.hidden || Date.now() - asked < 20_000) return;
  asked = Date.now();
  const seconds = Math.ceil((asked - made) / 1000);
  const answer = await fetch(`${pill.dataset.news}&seconds=${seconds}`).catch(() => null);
  if (!answer?.ok) return;
  const { said } = (await answer.json()) as { said: string };
  pill.textContent = said;
  pill.hidden = !said;
}

if (pill) {
  setInterval(look, 120_000);
  document.addEventListener("visibilitychange", look);
}
export {};
