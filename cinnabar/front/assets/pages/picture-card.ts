// Draws what stands in a `.share-card` as a picture of 1080 × 1440. Its marks are part of it: without them there is none.
import { wrap, type Pen } from "../lib/wrapping";

const WIDTH = 1080, HEIGHT = 1440, COVER = 912, EDGE = 64, CODE = 280, LEFT = 640, BY = HEIGHT - EDGE - 124;
const INK = "#1c1917", MUTED = "#6b6560", CINNABAR = "#d9381e";
const TINTS = ["#f6d9d2", "#f5e3c4", "#d8e7d5", "#d3e4ec", "#e2dbf0", "#efd6e2"];
// The four text cards (notes/assets/card.css): paper from top to bottom, and ink.
const CARDS: Record<string, [string[], string]> = {
  4: [["#c8371d", "#a5260f"], "#fff3df"], 5: [["#fffcf3"], "#22355f"], 6: [["#f5e3c4"], "#2a1c05"], 7: [["#141d38", "#2b2547", "#5a3042"], "#f8f3ea"],
};
const SEAL = "M6 7.5h12M6 16.5h12M12 4.5v15M7.5 12h9";

type Painted = { picture: Blob; isWithout: boolean };

export async function paint(card: HTMLElement): Promise<Painted> {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d")!;
  const text = (name: string): string => card.querySelector(`[data-${name}]`)?.textContent?.trim() ?? "";
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  const cover = card.querySelector<HTMLImageElement>("[data-cover]"), face = card.querySelector<HTMLImageElement>("[data-by] img");
  const [shown, seen] = await Promise.all([fetched(cover?.src), fetched(face?.src)]);
  const isWithout = !cover || !shown;
  if (cover && shown) drawCover(pen, shown, Number(cover.dataset.x), Number(cover.dataset.y));
  else drawWords(pen, text("words") || text("title"), CARDS[card.querySelector<HTMLElement>("[data-style]")?.dataset.style ?? ""] ?? [[tintOf(card)], INK]);
  const marks = [...card.querySelectorAll<HTMLElement>("[data-marks] > *")];
  const afterMarks = marks.length ? drawMarks(pen, marks, COVER + 36) + 20 : COVER + 40;
  const afterTitle = drawTitle(pen, text("title"), afterMarks);
  if (!isWithout && text("words") !== text("title")) drawBeginning(pen, text("words"), afterTitle + 10);
  drawAuthor(pen, card.querySelector("[data-by]"), seen);
  drawHouse(pen, text("site"));
  drawCode(pen, card.querySelector<SVGPathElement>("figcaption path")!, text("hint"));
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!picture) throw new Error("no picture");
  return { picture, isWithout: Boolean(cover) && isWithout };
}

// A picture from another host must say that we may read it; one that does not is as good as none.
async function fetched(address?: string): Promise<HTMLImageElement | null> {
  if (!address) return null;
  const image = new Image();
  image.crossOrigin = "anonymous";
  image.src = address;
  return image.decode().then(() => image, () => null);
}

function write(pen: Pen, size: number, weight: number, colour: string): void {
  pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillStyle = colour;
  pen.textAlign = "left";
}

function drawCover(pen: Pen, image: HTMLImageElement, x: number, y: number): void {
  const scale = Math.max(WIDTH / image.naturalWidth, COVER / image.naturalHeight);
  const width = WIDTH / scale, height = COVER / scale;
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, (image.naturalWidth - width) * x, (image.naturalHeight - height) * y, width, height, 0, 0, WIDTH, COVER);
}

// As large as they fit.
function drawWords(pen: Pen, words: string, [paper, ink]: [string[], string]): void {
  const down = pen.createLinearGradient(0, 0, 0, COVER);
  paper.forEach((colour, place) => down.addColorStop(place / Math.max(1, paper.length - 1), colour));
  pen.fillStyle = down;
  pen.fillRect(0, 0, WIDTH, COVER);
  const room = COVER - 2 * EDGE;
  for (const size of [112, 92, 76, 62, 52]) {
    const tall = size * 1.4, most = Math.floor(room / tall);
    write(pen, size, 700, ink);
    const { lines, isCut } = wrap(pen, words, WIDTH - 2 * EDGE, most);
    if (isCut && size > 52) continue;
    const top = EDGE + (room - lines.length * tall) / 2;
    lines.forEach((line, place) => pen.fillText(line, EDGE, top + (place + 0.76) * tall));
    return;
  }
}

function drawMarks(pen: Pen, marks: HTMLElement[], top: number): number {
  let x = EDGE, y = top;
  for (const mark of marks) {
    const words = mark.textContent!.trim(), isSeal = mark.matches(".seal"), isSolid = mark.matches(".solid");
    write(pen, 27, 700, INK);
    const width = Math.ceil(pen.measureText(words).width) + 36;
    if (x > EDGE && x + width > WIDTH - EDGE) [x, y] = [EDGE, y + 56];
    pen.beginPath();
    pen.roundRect(x + 1.5, y + 1.5, width - 3, 43, isSeal ? 8 : 22);
    pen.fillStyle = isSolid ? CINNABAR : isSeal ? "#fff" : "#fdf1dc";
    pen.fill();
    pen.lineWidth = 3;
    pen.strokeStyle = CINNABAR;
    if (isSeal) pen.stroke();
    pen.fillStyle = isSolid ? "#fff" : isSeal ? "#b92c15" : "#8a5700";
    pen.fillText(words, x + 18, y + 33);
    x += width + 12;
  }
  return y + 46;
}

function drawTitle(pen: Pen, title: string, top: number): number {
  write(pen, 62, 700, INK);
  if (pen.measureText(title).width > LEFT) write(pen, 52, 700, INK);
  const { lines } = wrap(pen, title, LEFT, top > COVER + 120 ? 2 : 3);
  lines.forEach((line, place) => pen.fillText(line, EDGE, top + 54 + place * 66));
  return top + lines.length * 66 + 4;
}

function drawBeginning(pen: Pen, words: string, top: number): void {
  write(pen, 30, 400, MUTED);
  const { lines } = wrap(pen, words, LEFT, Math.min(3, Math.floor((BY - 12 - top) / 44)));
  lines.forEach((line, place) => pen.fillText(line, EDGE, top + 32 + place * 44));
}

function drawAuthor(pen: Pen, by: HTMLElement | null, face: HTMLImageElement | null): void {
  if (!by) return;
  const letters = by.querySelector<HTMLElement>("span.avatar"), size = 58, top = BY;
  let x = EDGE;
  if (face || letters) {
    pen.save();
    pen.beginPath();
    pen.arc(x + size / 2, top + size / 2, size / 2, 0, 7);
    pen.clip();
    pen.fillStyle = tintOf(by);
    pen.fillRect(x, top, size, size);
    if (face) pen.drawImage(face, x, top, size, size);
    else {
      write(pen, 24, 650, INK);
      pen.textAlign = "center";
      pen.fillText(letters!.textContent!.trim(), x + size / 2, top + size / 2 + 9);
    }
    pen.restore();
    x += size + 16;
  }
  write(pen, 34, 400, INK);
  pen.fillText(wrap(pen, by.lastElementChild!.textContent!, EDGE + LEFT - x, 1).lines[0] ?? "", x, top + size / 2 + 12);
}

function drawHouse(pen: Pen, site: string): void {
  const side = 42, y = HEIGHT - EDGE - side;
  pen.save();
  pen.translate(EDGE, y);
  pen.scale(side / 24, side / 24);
  pen.beginPath();
  pen.roundRect(1, 1, 22, 22, 4);
  pen.fillStyle = CINNABAR;
  pen.fill();
  pen.strokeStyle = "#fff";
  pen.lineWidth = 1.6;
  pen.stroke(new Path2D(SEAL));
  pen.restore();
  write(pen, 34, 700, INK);
  pen.fillText("Cinnabar", EDGE + side + 14, y + 33);
  const after = EDGE + side + 28 + pen.measureText("Cinnabar").width;
  write(pen, 26, 400, MUTED);
  pen.fillText(wrap(pen, site, EDGE + LEFT - after, 1).lines[0] ?? "", after, y + 32);
}

// Whole pixels a module: every camera reads it.
function drawCode(pen: Pen, path: SVGPathElement, hint: string): void {
  const modules = path.ownerSVGElement!.viewBox.baseVal.width, scale = Math.max(3, Math.floor(CODE / modules));
  const side = modules * scale, x = WIDTH - EDGE - side, y = HEIGHT - EDGE - 36 - side;
  pen.fillStyle = "#fff";
  pen.fillRect(x, y, side, side);
  pen.save();
  pen.translate(x, y);
  pen.scale(scale, scale);
  pen.lineWidth = 1;
  pen.strokeStyle = "#000";
  pen.stroke(new Path2D(path.getAttribute("d")!));
  pen.restore();
  write(pen, 24, 400, MUTED);
  pen.textAlign = "center";
  pen.fillText(hint, x + side / 2, HEIGHT - EDGE - 8);
}

function tintOf(element: HTMLElement): string {
  const found = /tint-(\d)/.exec(element.querySelector("[class*=tint-]")?.className ?? "");
  return TINTS[found ? Number(found[1]) - 1 : 0];
}
