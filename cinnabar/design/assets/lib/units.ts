// How long a text is, counted as kit/text.py counts it.
const lineEnds = /\r\n?|\u2028|\u2029/g;
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

export const tidy = (text: string): string => text.replace(lineEnds, "\n").replace(control, "").normalize("NFC").trim();

/** Code points, a line break being one. */
export const length = (text: string): number => [...tidy(text)].length;

/** Title units: an ASCII character counts one half, any other code point one; rounded up. */
export const units = (text: string): number => Math.ceil([...tidy(text)].reduce((sum, sign) => sum + (sign.codePointAt(0)! < 128 ? 0.5 : 1), 0));
