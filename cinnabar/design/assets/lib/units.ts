// How long a text is, counted as kit/text.py counts it.
const lineEnds = /\r\n?|[\x85\u2028\u2029]/g;
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]/g;

export const tidy = (text: string): string => text.replace(lineEnds, "\n").replace(control, "").normalize("NFC").trim();

/** Code points, a line break being one. */
export const length = (text: string): number => [...tidy(text)].length;

/** The same where line breaks and spare spaces become one space, and marks that turn the direction are none. */
export const lengthOfLine = (text: string): number => length(tidy(text).replace(/[\u202a-\u202e\u2066-\u2069]/g, "").replace(/\s+/g, " "));

/** Title units: an ASCII character counts one half, any other code point one; rounded up. */
export const units = (text: string): number => Math.ceil([...tidy(text)].reduce((sum, sign) => sum + (sign.codePointAt(0)! < 128 ? 0.5 : 1), 0));
