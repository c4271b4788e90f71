// How large the words of a text card stand: counted as notes/rules.py counts it.
const sizes = [16, 13, 10.5, 8.5, 7, 5.8];
const wide = 77, high = 98, line = 1.4, space = 0.28;
const word = /[\u{2600}-\u{10ffff}]\s*|[^\s\u{2600}-\u{10ffff}]+\s*|\s+/gu;
const unseen = /[\u200b-\u200f\ufe0e\ufe0f\p{M}]/u;

const ems = (sign: string): number =>
  unseen.test(sign) ? 0 : sign.codePointAt(0)! >= 0x2600 ? 1 : /\p{Lu}|[mw@%&—…]/u.test(sign) ? 0.72 : 0.56;

function lines(text: string, most: number, mayBreak: boolean): number {
  let count = 0;
  for (const row of text.split("\n")) {
    let place = 0;
    count++;
    for (const part of row.match(word) ?? []) {
      const shown = part.trimEnd();
      const width = [...shown].reduce((sum, sign) => sum + ems(sign), 0);
      if (width > most && !mayBreak) return Infinity;
      if (place && place + width > most) {
        count++;
        place = 0;
      }
      const broken = Math.max(0, Math.ceil(width / most) - 1);
      count += broken;
      place += width - broken * most + space * (part.length - shown.length);
    }
  }
  return count;
}

/** Which of the six sizes, the largest being 1; the smallest when none fits. */
export function cardSize(text: string): number {
  const rows = text.split("\n").length;
  const fitting = sizes
    .map((size, at) => ({ step: at + 1, size, count: lines(text, wide / size, size === sizes.at(-1)) }))
    .filter(({ size, count }) => count * size * line <= high);
  const whole = rows > 1 ? fitting.slice(0, 2).find(({ count }) => count === rows) : undefined;
  return (whole ?? fitting[0])?.step ?? sizes.length;
}
