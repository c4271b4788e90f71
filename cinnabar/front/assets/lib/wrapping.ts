// Text on a canvas, in lines that fit.
export type Pen = CanvasRenderingContext2D;
export type Lines = { lines: string[]; isCut: boolean };

const NOT_FIRST = /^[\p{Pe}\p{Pf}\p{Po}～ー]/u; // a line never begins with these
const NOT_LAST = /[\p{Ps}\p{Pi}#@]$/u; // nor ends with these

// Broken between words, in Chinese between words as readers see them; what is too much ends with "…".
export function wrap(pen: Pen, text: string, width: number, most: number): Lines {
  const lines: string[] = [];
  const fits = (line: string): boolean => pen.measureText(line.trimEnd()).width <= width;
  let line = "";
  const end = (): void => {
    if (line.trim()) lines.push(line.trimEnd());
    line = "";
  };
  for (const word of words(text)) {
    if (word === "\n" || !fits(line + word)) end();
    if (word === "\n") continue;
    for (const piece of fits(word) ? [word] : letters(word)) {
      if (!fits(line + piece)) end();
      line += line ? piece : piece.trimStart();
    }
  }
  end();
  if (most < 1) return { lines: [], isCut: lines.length > 0 };
  if (lines.length <= most) return { lines, isCut: false };
  let last = letters(lines[most - 1]);
  if (!fits(`${last.join("")}…`)) last = letters(last.join("").replace(/\s\S{1,15}$/, "")); // no half of a word
  while (last.length && !fits(`${last.join("")}…`)) last = last.slice(0, -1);
  return { lines: [...lines.slice(0, most - 1), `${last.join("").trimEnd()}…`], isCut: true };
}

function words(text: string): string[] {
  const found: string[] = [];
  const told = text.trim().replace(/[^\S\n]+/g, " ").replace(/ ?\n[ \n]*/g, "\n");
  for (const { segment } of new Intl.Segmenter(document.documentElement.lang, { granularity: "word" }).segment(told)) {
    const before = found.at(-1) ?? "\n";
    const sticks = before !== "\n" && segment !== "\n" && (segment === " " || NOT_FIRST.test(segment) || NOT_LAST.test(before));
    if (sticks) found[found.length - 1] += segment;
    else found.push(segment);
  }
  return found;
}

function letters(word: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word)].map(({ segment }) => segment);
}
