import { prefixEnd } from '@shared/bytes';
import type { KeyFolder, KeyRange } from '@shared/contract/keys';
import { Failure } from '../base/failure';
import { mergeRanges, within } from '../etcd/ranges';

/** The ranges of a folder's keys: one, or the parts of it that were chosen. KEY_EMPTY for an empty prefix. */
export function rangesOf({ prefix, within: chosen }: KeyFolder): readonly KeyRange[] {
  const whole = { key: some(prefix), rangeEnd: prefixEnd(prefix) };
  return chosen ? within(whole, mergeRanges(chosen)) : [whole];
}

/** Checked without asking the server, which would say the same: KEY_EMPTY. */
export function some(key: Uint8Array): Uint8Array {
  if (key.length === 0) throw new Failure('KEY_EMPTY', {});
  return key;
}
