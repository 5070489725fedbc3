/**
 * The characters that change the order in which text around them is shown: marks, embeddings, overrides and isolates
 * (Unicode, UAX 9). Text of others that has them can make a line say what it does not.
 */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with each of these characters written out, as `\u202e`. For showing it, never for copying or keeping it. */
export function visibleText(text: string): string {
  return text.replace(DIRECTION, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
