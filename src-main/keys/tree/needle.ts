import { Buffer } from 'node:buffer';
import { readPoint } from '@shared/bytes';

/** Where sought bytes are: `[from, to)`. */
export interface Found {
  readonly from: number;
  readonly to: number;
}

/** Bytes to search for. */
export interface Needle {
  /** Prepares a search in `bytes`; the result gives the first place at or after an offset, or null. */
  search(bytes: Uint8Array): (from: number) => Found | null;
}

/** Finds exactly these bytes. */
export function exactNeedle(sought: Uint8Array): Needle {
  const needle = Buffer.from(sought);
  return {
    search(bytes) {
      const buffer = bufferOn(bytes);
      return (start) => {
        const from = buffer.indexOf(needle, start);
        return from < 0 ? null : { from, to: from + needle.length };
      };
    },
  };
}

/**
 * Finds text in capitals and small letters alike, of any alphabet; a letter whose other case is several letters, such as
 * the German sharp s, and bytes that are no text are found as they are. It is a regular expression of all ways to write
 * each letter in UTF-8, on a string that has one character for each byte: a million keys take as long as with
 * `exactNeedle` and half as long again.
 */
export function caselessNeedle(sought: Uint8Array): Needle {
  const parts = waysToWrite(sought);
  if (parts.every((ways) => ways.length === 1)) return exactNeedle(sought);
  const pattern = new RegExp(parts.map(patternOf).join(''), 'g');
  return {
    search(bytes) {
      const text = bufferOn(bytes).toString('latin1');
      return (start) => {
        pattern.lastIndex = start;
        const found = pattern.exec(text);
        return found && { from: found.index, to: found.index + found[0].length };
      };
    },
  };
}

/** For each letter or byte, the ways to write it, each as bytes. */
function waysToWrite(sought: Uint8Array): readonly (readonly Buffer[])[] {
  const parts: Buffer[][] = [];
  for (let at = 0; at < sought.length;) {
    const { point, length } = readPoint(sought, at);
    const asIs = Buffer.from(sought.subarray(at, at + length));
    const letter = point === null ? '' : String.fromCodePoint(point);
    const others = [letter.toLowerCase(), letter.toUpperCase()].filter(
      (other) => other !== letter && isOneLetter(other),
    );
    parts.push([asIs, ...others.map((other) => Buffer.from(other))]);
    at += length;
  }
  return parts;
}

function isOneLetter(text: string): boolean {
  return String.fromCodePoint(text.codePointAt(0) ?? 0) === text;
}

function patternOf(ways: readonly Buffer[]): string {
  const written = ways.map((bytes) =>
    Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  if (written.length === 1) return written[0] ?? '';
  // A class of characters is faster than a choice.
  return ways.every(({ length }) => length === 1) ? `[${written.join('')}]` : `(?:${written.join('|')})`;
}

/** The same bytes as a Buffer, which can search. */
function bufferOn(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
