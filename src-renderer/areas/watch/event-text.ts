import { toText } from '@shared/bytes';
import type { CutBytes } from '@shared/contract/watch';

/** Bytes of a key or a value that a row draws: more never fits. */
const DRAWN = 300;
/** Unchanged characters shown before a difference, for orientation. */
const CONTEXT = 20;

/** A key or a value in a row: escaped text, with an ellipsis where it is cut. */
export function shortText({ bytes, size }: CutBytes): string {
  const drawn = wholeCharacters(bytes, DRAWN);
  return drawn.length < size ? `${toText(drawn)}…` : toText(drawn);
}

/** At most the first `most` bytes, without half a character at the end. */
function wholeCharacters(bytes: Uint8Array, most: number): Uint8Array {
  let end = Math.min(bytes.length, most);
  if (end === bytes.length && bytes.length <= most) return bytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/** Characters of a removed text that a row draws: the new value must keep its room. */
const REMOVED = 24;

/** A piece of a value in a row. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/**
 * The difference of two texts in one line: the common start (shortened) and end, and between them the removed
 * and the added text, in whole words. A long removed text is shortened.
 */
export function inlineDiff(before: string, after: string): readonly Piece[] {
  if (before === after) return [{ kind: 'same', text: after }];
  const start = wholeWords(before, after, sharedStart(before, after));
  const end = sharedEnd(before.slice(start), after.slice(start));
  const rest = wholeWords(backwards(before.slice(start)), backwards(after.slice(start)), end);
  const head = after.slice(0, start);
  const pieces: Piece[] = [
    { kind: 'same', text: head.length > 2 * CONTEXT ? `…${head.slice(-CONTEXT)}` : head },
    { kind: 'removed', text: shortened(before.slice(start, before.length - rest)) },
    { kind: 'added', text: after.slice(start, after.length - rest) },
    { kind: 'same', text: after.slice(after.length - rest) },
  ];
  return pieces.filter(({ text }) => text !== '');
}

function shortened(removed: string): string {
  if (removed.length <= REMOVED) return removed;
  const isSplit =
    together.test(removed.slice(REMOVED - 1, REMOVED + 1)) && !/\w/.test(removed.charAt(REMOVED));
  return `${removed.slice(0, isSplit ? REMOVED - 1 : REMOVED)}…`;
}

function sharedStart(some: string, other: string): number {
  let at = 0;
  while (at < some.length && at < other.length && some[at] === other[at]) at++;
  return at;
}

function sharedEnd(some: string, other: string): number {
  let length = 0;
  const most = Math.min(some.length, other.length);
  while (length < most && some[some.length - 1 - length] === other[other.length - 1 - length]) length++;
  return length;
}

/**
 * Two UTF-16 units that must stay together, because they belong to one word or one character, in either
 * direction.
 */
const together = /^(?:\w\w|[\ud800-\udbff][\udc00-\udfff]|[\udc00-\udfff][\ud800-\udbff])$/;

/** Shortens a common start of two texts so that it does not end within a word or a character of either. */
function wholeWords(some: string, other: string, shared: number): number {
  const goesOn = (text: string, at: number) => together.test(text.slice(at - 1, at + 1));
  let at = shared;
  while (at > 0 && (goesOn(some, at) || goesOn(other, at))) at--;
  return at;
}

function backwards(text: string): string {
  return Array.from({ length: text.length }, (_, at) => text[text.length - 1 - at]).join('');
}
