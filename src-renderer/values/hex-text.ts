const PER_LINE = 16;
const BLANK = 0x20;
const LINE_END = 0x0a;
const digits = new TextEncoder().encode('0123456789abcdef');

/** Lines of 16 bytes as two digits each, separated by spaces, in the layout of the hex editor. */
export function toHex(bytes: Uint8Array): string {
  const text = new Uint8Array(bytes.length * 3);
  for (let index = 0, at = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    text[at++] = digits[byte >> 4] ?? 0;
    text[at++] = digits[byte & 15] ?? 0;
    text[at++] = index % PER_LINE === PER_LINE - 1 ? LINE_END : BLANK;
  }
  return new TextDecoder().decode(text.subarray(0, Math.max(0, text.length - 1)));
}

export type ParsedHex =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `at` counts characters from 0; `found` is the character there: an unpaired digit, or not a hex digit. */
  | { readonly ok: false; readonly at: number; readonly found: string };

/** The bytes of pairs of hex digits. Spaces and line ends are allowed between pairs, not within them. */
export function fromHex(text: string): ParsedHex {
  const bytes = new Uint8Array(Math.ceil(text.length / 2));
  let length = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      at++;
      continue;
    }
    const high = digitOf(code);
    const low = digitOf(text.charCodeAt(at + 1));
    if (high < 0 || low < 0) return { ok: false, at, found: text.slice(at, at + 2).trim() };
    bytes[length++] = high * 16 + low;
    at += 2;
  }
  return { ok: true, bytes: bytes.slice(0, length) };
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** The value of a digit's character code; -1 when it is not a hex digit (including NaN, past the end). */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
