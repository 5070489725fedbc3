import { compareBytes } from '@shared/bytes';
import type { KeyRange } from '@shared/contract/keys';
import type { LiveKeys } from './index/live-keys';
import { endOf } from '../etcd/ranges';

/** Maximum keys that one call removes, which takes a fraction of a millisecond. */
const DROPS = 256;

/**
 * Makes the keys of one range match a listing as it arrives. Fills an empty list; in an existing list inserts and
 * deletes only the differences, so that windows on it keep their place.
 */
export class Reconcile {
  readonly #keys: LiveKeys;
  readonly #end: Uint8Array | null;
  /** All keys of the range before this ordinal match the listing. */
  #at: number;

  constructor(keys: LiveKeys, range: KeyRange) {
    this.#keys = keys;
    this.#end = endOf(range);
    this.#at = keys.index.rank(range.key);
  }

  /** Removes keys before `key` that the listing lacks; false when more of them are left. */
  clearBefore(key: Uint8Array): boolean {
    return this.#clear((own) => compareBytes(own, key) < 0);
  }

  /** The same for keys after the last one listed. */
  clearRest(): boolean {
    const end = this.#end;
    return this.#clear((own) => end === null || compareBytes(own, end) < 0);
  }

  /** Adds the listing's next key, copied. Call `clearBefore` until it is done first. */
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
