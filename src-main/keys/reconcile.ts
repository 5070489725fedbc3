import { compareBytes } from '@shared/bytes';
import type { KeyRange } from '@shared/contract/keys';
import type { LiveKeys } from './index/live-keys';
import { endOf } from './source/ranges';

/** Most keys one call takes away: a fraction of a millisecond. */
const DROPS = 256;

/**
 * Makes the keys of one range what a listing says, as it comes in: into an empty list it loads, into an old one it
 * inserts and deletes what differs, so that windows on it stay where they are.
 */
export class Reconcile {
  readonly #keys: LiveKeys;
  readonly #end: Uint8Array | null;
  /** All keys of the range before this ordinal are as listed. */
  #at: number;

  constructor(keys: LiveKeys, range: KeyRange) {
    this.#keys = keys;
    this.#end = endOf(range);
    this.#at = keys.index.rank(range.key);
  }

  /** Takes away keys before `key` that were not listed; false when there are more of them. */
  clearBefore(key: Uint8Array): boolean {
    return this.#clear((own) => compareBytes(own, key) < 0);
  }

  /** The same behind the last key that was listed. */
  clearRest(): boolean {
    const end = this.#end;
    return this.#clear((own) => end === null || compareBytes(own, end) < 0);
  }

  /** The next key of the listing, all before it being cleared. It is copied. */
  take(key: Uint8Array): void {
    this.#keys.insert(key);
    this.#at++;
  }

  #clear(isSurplus: (own: Uint8Array) => boolean): boolean {
    const { index } = this.#keys;
    for (let drops = 0; drops < DROPS; drops++) {
      if (this.#at >= index.size) return true;
      const own = index.at(this.#at);
      if (!isSurplus(own)) return true;
      this.#keys.delete(own);
    }
    return false;
  }
}
