import { toText } from '@shared/bytes';
import type { CutBytes } from '@shared/contract/watch';

/** Bytes that a row draws of a key or a value: more is never in sight. */
const DRAWN = 300;
/** Characters that stay before a difference, for orientation. */
const CONTEXT = 20;

/** A key or a value in a row: escaped text, with an ellipsis where it goes on. */
export function shortText({ bytes, size }: CutBytes): string {
  const drawn = wholeCharacters(bytes, DRAWN);
  return drawn.length < size ? `${toText(drawn)}…` : toText(drawn);
}

/** The first bytes, `most` at most, without half a character at the end. */
function wholeCharacters(bytes: Uint8Array, most: number): Uint8Array {
  let end = Math.min(bytes.length, most);
  if (end === bytes.length && bytes.length <= most) return bytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/** A piece of a value in a row. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/**
 * What changed from one text to another, in one line: what both begin and end with is kept (shortened), and between
 * them stands what went and what came.
 */
export function inlineDiff(before: string, after: string): readonly Piece[] {
  if (before === after) return [{ kind: 'same', text: after }];
  const shared = sharedStart(before, after);
  const end = sharedEnd(before.slice(shared), after.slice(shared));
  const head = after.slice(0, shared);
  const pieces: Piece[] = [
    { kind: 'same', text: head.length > 2 * CONTEXT ? `…${head.slice(-CONTEXT)}` : head },
    { kind: 'removed', text: before.slice(shared, before.length - end) },
    { kind: 'added', text: after.slice(shared, after.length - end) },
    { kind: 'same', text: after.slice(after.length - end) },
  ];
  return pieces.filter(({ text }) => text !== '');
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
