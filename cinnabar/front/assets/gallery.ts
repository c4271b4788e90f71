// A gallery that scrolls by snap points: small pictures bring a large one without moving the page, "2/7" follows.
import { whenLaidOut } from "../../design/assets/lib/later";

for (const gallery of document.querySelectorAll<HTMLElement>("[data-gallery]")) {
  const strip = gallery.querySelector<HTMLElement>(".gallery-strip");
  const place = gallery.querySelector("[data-gallery-place]");
  const links = [...gallery.querySelectorAll<HTMLAnchorElement>(".gallery-thumbs a")];
  if (!strip || !links.length) continue;
  const isBackwards = () => getComputedStyle(strip).direction === "rtl";
  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      strip.scrollTo({ left: strip.clientWidth * index * (isBackwards() ? -1 : 1), behavior: "smooth" });
    }),
  );
  const mark = () => {
    const index = Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth);
    if (place) place.textContent = `${index + 1}/${links.length}`;
    links.forEach((link, at) => (at === index ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  strip.addEventListener("scroll", mark, { passive: true });
  whenLaidOut(strip, mark);
}
