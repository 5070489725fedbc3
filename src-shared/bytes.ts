import { TextBuilder } from './text-builder';

/*
 * Keys and values are bytes. People read and type them as text without loss: printable UTF-8 as it is, every other
 * byte as \xHH, a backslash as \\.
 */

/** etcd's order of keys: byte by byte, a prefix before longer keys. Negative, 0 or positive. */
export function compareBytes(some: Uint8Array, other: Uint8Array): number {
  const shared = Math.min(some.length, other.length);
  for (let at = 0; at < shared; at++) {
    const difference = (some[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return some.length - other.length;
}

export function bytesEqual(some: Uint8Array, other: Uint8Array): boolean {
  return some.length === other.length && compareBytes(some, other) === 0;
}

/**
 * The `range_end` for which [prefix, range_end) is all keys that begin with `prefix`: increments its last byte
 * below 0xff. For an empty or all-0xff prefix it is "\0", which etcd reads as "to the last key".
 */
export function prefixEnd(prefix: Uint8Array): Uint8Array {
  const last = prefix.findLastIndex((byte) => byte < 0xff);
  if (last < 0) return Uint8Array.of(0);
  // A copy, because the `slice` of a Node Buffer would share its memory.
  const end = new Uint8Array(prefix.subarray(0, last + 1));
  end[last] = (end[last] ?? 0) + 1;
  return end;
}

/**
 * What Go's strconv.IsPrint accepts as printable: no control characters, joiners, direction marks, or blanks other
 * than the plain space.
 */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** The text of `bytes`; `fromText` converts it back to exactly these bytes. */
export function toText(bytes: Uint8Array): string {
  const text = new TextBuilder();
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    if (first >= 0x20 && first < 0x7f) {
      text.put(first);
      if (first === BACKSLASH) text.put(first);
      at++;
    } else {
      const { point, length } = readPoint(bytes, at);
      const char = point === null ? '' : String.fromCodePoint(point);
      if (printable.test(char)) text.add(char);
      else for (let byte = at; byte < at + length; byte++) text.add(escaped(bytes[byte] ?? 0));
      at += length;
    }
  }
  return text.end();
}

/** The bytes, or where the text is wrong: `at` counts UTF-16 units from 0, `found` is the text there. */
export type ParsedText =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly at: number; readonly found: string };

/**
 * The bytes of `text`: `\xHH` is a byte, `\\` a backslash, anything else UTF-8. Refuses any other backslash, and
 * half of a surrogate pair, which UTF-8 cannot represent.
 */
export function fromText(text: string): ParsedText {
  const bytes: number[] = [];
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0;
    if (point === BACKSLASH) {
      const escape = /^\\(?:\\|x([\da-fA-F]{2}))/.exec(text.slice(at, at + 4));
      if (!escape) return { ok: false, at, found: text.slice(at, at + 4) };
      bytes.push(escape[1] === undefined ? BACKSLASH : Number.parseInt(escape[1], 16));
      at += escape[0].length;
    } else {
      if (point >= 0xd800 && point <= 0xdfff) return { ok: false, at, found: text.slice(at, at + 1) };
      pushPoint(bytes, point);
      at += point > 0xffff ? 2 : 1;
    }
  }
  return { ok: true, bytes: Uint8Array.from(bytes) };
}

const BACKSLASH = 0x5c;

/** The escape of each byte. */
const escapes = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, '0')}`);

function escaped(byte: number): string {
  return escapes[byte] ?? '';
}

/** How many bytes follow a first byte, the bits it holds itself, and the lowest code point that needs that many. */
function lead(byte: number): readonly [following: number, bits: number, least: number] | null {
  if (byte >= 0xc2 && byte <= 0xdf) return [1, byte & 0x1f, 0x80];
  if (byte >= 0xe0 && byte <= 0xef) return [2, byte & 0x0f, 0x800];
  if (byte >= 0xf0 && byte <= 0xf4) return [3, byte & 0x07, 0x10000];
  return null;
}

/** The code point at `at` and its length in bytes; null and one byte where there is no valid UTF-8 (RFC 3629). */
export function readPoint(bytes: Uint8Array, at: number): { point: number | null; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { point: first, length: 1 };
  const invalid = { point: null, length: 1 };
  const found = lead(first);
  if (!found) return invalid;
  const [following, bits, least] = found;
  let point = bits;
  for (let next = at + 1; next <= at + following; next++) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return invalid;
    point = (point << 6) | (byte & 0x3f);
  }
  const isScalar = point >= least && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isScalar ? { point, length: following + 1 } : invalid;
}

function pushPoint(bytes: number[], point: number): void {
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(0));
  else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(6), tail(0));
  else bytes.push(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}
