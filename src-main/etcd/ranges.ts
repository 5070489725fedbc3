import { compareBytes } from '@shared/bytes';
import type { PermittedRange } from '@shared/contract/failures';
import type { KeyRange } from '@shared/contract/keys';

/** The ranges that a user's roles grant, as `mergeRanges` makes them. */
export interface Grants {
  readonly read: readonly KeyRange[];
  readonly write: readonly KeyRange[];
}

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

/** The parts of ranges (merged, in order) that are in `range`. */
export function within(range: KeyRange, ranges: readonly KeyRange[]): KeyRange[] {
  const last = endOf(range);
  return ranges.flatMap((each) => {
    const key = compareBytes(each.key, range.key) < 0 ? range.key : each.key;
    const end = earlier(endOf(each), last);
    return end !== null && compareBytes(key, end) >= 0 ? [] : [{ key, rangeEnd: rangeEndOf(key, end) }];
  });
}

/** The parts of a range that are granted, in order, each with what is granted on all of it. */
export function permittedIn(range: KeyRange, { read, write }: Grants): PermittedRange[] {
  const [readable, writable] = [within(range, read), within(range, write)];
  const both = readable.flatMap((each) => within(each, writable));
  const parts = [
    ...both.map((each) => ({ ...each, access: 'readwrite' as const })),
    ...without(readable, both).map((each) => ({ ...each, access: 'read' as const })),
    ...without(writable, both).map((each) => ({ ...each, access: 'write' as const })),
  ];
  return parts.sort((a, b) => compareBytes(a.key, b.key));
}

/** What is left of ranges without others that lie in them; both merged, in order. */
function without(ranges: readonly KeyRange[], others: readonly KeyRange[]): KeyRange[] {
  return ranges.flatMap((range) => {
    const left: KeyRange[] = [];
    let key = range.key;
    for (const other of within(range, others)) {
      if (compareBytes(key, other.key) < 0) left.push({ key, rangeEnd: rangeEndOf(key, other.key) });
      const end = endOf(other);
      if (end === null) return left;
      key = end;
    }
    const end = endOf(range);
    if (end === null || compareBytes(key, end) < 0) left.push({ key, rangeEnd: rangeEndOf(key, end) });
    return left;
  });
}

/** null is the end of all keys. */
function earlier(some: Uint8Array | null, other: Uint8Array | null): Uint8Array | null {
  if (some === null || other === null) return some ?? other;
  return compareBytes(some, other) < 0 ? some : other;
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
