// Pictures that scroll by snap points: arrows and dots bring the next one, "2/7" shows for a second after each move.
import { onContent } from "../../design/assets/lib/content";
import { whenLaidOut } from "../../design/assets/lib/later";

onContent((root) => root.querySelectorAll<HTMLElement>("[data-carousel]").forEach(begin));

function begin(carousel: HTMLElement): void {
  const strip = carousel.querySelector<HTMLElement>(".reel")!;
  const dots = [...carousel.querySelectorAll<HTMLAnchorElement>(".dots a")];
  const [back, on] = carousel.querySelectorAll<HTMLButtonElement>(".arrow");
  const place = carousel.querySelector<HTMLElement>(".reel-place");
  if (!back || !place) return;
  const direction = (): number => (getComputedStyle(strip).direction === "rtl" ? -1 : 1);
  const at = (): number => Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth);
  const go = (index: number): void => strip.scrollTo({ left: strip.clientWidth * index * direction(), behavior: "smooth" });
  let timer = 0, last = -1;
  const mark = (): void => {
    const index = at();
    if (index === last) return;
    dots.forEach((dot, other) => (other === index ? dot.setAttribute("aria-current", "true") : dot.removeAttribute("aria-current")));
    back.hidden = index === 0;
    on.hidden = index === dots.length - 1;
    place.textContent = `${index + 1}/${dots.length}`;
    place.classList.add("shown");
    clearTimeout(timer);
    timer = window.setTimeout(() => place.classList.remove("shown"), last < 0 ? 2500 : 1000);
    last = index;
  };
  back.addEventListener("click", () => go(at() - 1));
  on.addEventListener("click", () => go(at() + 1));
  strip.addEventListener("scroll", mark, { passive: true });
  strip.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.target !== strip) return;
    event.preventDefault();
    go(at() + step * direction());
  });
  dots.forEach((dot, index) =>
    dot.addEventListener("click", (event) => {
      event.preventDefault();
      go(index);
    }),
  );
  whenLaidOut(strip, mark);
}
