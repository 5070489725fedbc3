import { compareBytes } from '@shared/bytes';
import type { KeyRange } from '@shared/contract/keys';
import type { LiveKeys } from './index/live-keys';
import { endOf } from '../etcd/ranges';
import { Reconcile } from './reconcile';
import { Breather } from '../base/pace/slices';
import { allKeys, type KeyPage, type KeySource } from './source/source';

/** The progress of a listing. `total` is null until everything is counted. */
export interface ListingProgress {
  readonly loaded: number;
  readonly total: number | null;
  readonly revision: bigint;
}

export interface ListingOptions {
  readonly signal: AbortSignal;
  /** Called after every few milliseconds of work. */
  readonly progress: (progress: ListingProgress) => void;
}

/** Keys between two checks of the clock. */
const LOOK_EVERY = 64;

/**
 * Makes `keys` match the cluster's keys in these ranges (merged, in order), all at one revision, which it returns.
 * Never blocks the event loop for longer than a slice. Fetches the next page while it processes one. When it fails
 * or is aborted, keeps what it has so far, for the next listing to correct.
 */
export async function list(
  keys: LiveKeys,
  source: KeySource,
  ranges: readonly KeyRange[],
  { signal, progress }: ListingOptions,
): Promise<bigint> {
  const breather = new Breather();
  let revision: bigint | null = null;
  let loaded = 0;

  const breathe = async () => {
    keys.tell();
    await breather.breathe();
    signal.throwIfAborted();
  };
  const clearRest = async (reconcile: Reconcile) => {
    while (!reconcile.clearRest()) if (breather.isDue) await breathe();
  };
  const take = async (page: KeyPage, reconcile: Reconcile, total: number | null) => {
    for (const key of page.keys()) {
      while (!reconcile.clearBefore(key)) if (breather.isDue) await breathe();
      reconcile.take(key);
      if (++loaded % LOOK_EVERY !== 0 || !breather.isDue) continue;
      progress({ loaded, total, revision: page.revision });
      await breathe();
    }
    progress({ loaded, total, revision: page.revision });
    keys.tell();
  };

  for (const [at, range] of ranges.entries()) {
    await clearRest(new Reconcile(keys, gapBefore(ranges[at - 1], range)));
    const reconcile = new Reconcile(keys, range);
    for await (const page of ahead(source.pages(range, revision, signal))) {
      signal.throwIfAborted();
      revision ??= page.revision;
      await take(page, reconcile, at === ranges.length - 1 ? loaded + page.count : null);
    }
    await clearRest(reconcile);
  }
  const end = endOf(ranges.at(-1) ?? nothing);
  if (end) await clearRest(new Reconcile(keys, { key: end, rangeEnd: allKeys.rangeEnd }));
  keys.tell();
  return revision ?? 0n;
}

/** The range of no keys. */
const nothing: KeyRange = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0, 0) };

/** The gap between two ranges, or before the first. */
function gapBefore(last: KeyRange | undefined, next: KeyRange): KeyRange {
  const key = (last && endOf(last)) ?? allKeys.key;
  return compareBytes(key, next.key) < 0 ? { key, rangeEnd: next.key } : nothing;
}

/** The same items, but requests each before the previous one is processed. */
async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done === true) return;
      next = iterator.next();
      // A rejection is handled when it is awaited.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
