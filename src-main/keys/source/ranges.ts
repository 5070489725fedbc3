import { compareBytes } from '@shared/bytes';
import type { KeyRange } from '@shared/contract/keys';

/** Merges ranges into as few as possible, in order, none overlapping or touching another. */
export function mergeRanges(ranges: readonly KeyRange[]): KeyRange[] {
  const merged: { key: Uint8Array; end: Uint8Array | null }[] = [];
  const sorted = [...ranges].sort((a, b) => compareBytes(a.key, b.key));
  for (const range of sorted) {
    const [key, end, last] = [range.key, endOf(range), merged.at(-1)];
    if (end !== null && compareBytes(end, key) <= 0) continue;
    if (!last || (last.end !== null && compareBytes(last.end, key) < 0)) merged.push({ key, end });
    else if (last.end !== null && (end === null || compareBytes(end, last.end) > 0)) last.end = end;
  }
  return merged.map(({ key, end }) => ({ key, rangeEnd: rangeEndOf(key, end) }));
}

/** The first bytes after all keys of a range; null when it goes to the last key. */
export function endOf({ key, rangeEnd }: KeyRange): Uint8Array | null {
  if (rangeEnd.length === 0) return nextKey(key);
  return rangeEnd.length === 1 && rangeEnd[0] === 0 ? null : rangeEnd;
}

/** The first bytes after a key. */
export function nextKey(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1);
  next.set(key);
  return next;
}

function rangeEndOf(key: Uint8Array, end: Uint8Array | null): Uint8Array {
  if (end === null) return Uint8Array.of(0);
  const isOne =
    end.length === key.length + 1 && end.at(-1) === 0 && compareBytes(end.subarray(0, -1), key) === 0;
  return isOne ? new Uint8Array() : end;
}
