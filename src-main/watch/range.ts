import { prefixEnd } from '@shared/bytes';
import type { KeyRange } from '@shared/contract/keys';
import type { WatchRange } from '@shared/contract/watch';
import { Failure } from '../base/failure';

const zero = Uint8Array.of(0);

/** The range in etcd's terms. KEY_EMPTY for an empty key or prefix. */
export function keyRangeOf(range: WatchRange): KeyRange {
  if (range.kind === 'all') return { key: zero, rangeEnd: zero };
  if (range.key.length === 0) throw new Failure('KEY_EMPTY', {});
  if (range.kind === 'range') return { key: range.key, rangeEnd: range.rangeEnd };
  const rangeEnd = range.kind === 'prefix' ? prefixEnd(range.key) : new Uint8Array(0);
  return { key: range.key, rangeEnd };
}
