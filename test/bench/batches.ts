import { DEFAULT_MAX_TXN_OPS } from './keys';

/** The events `from` (inclusive) to `to` (exclusive) of a load, written in one transaction. */
export interface Batch {
  readonly from: number;
  readonly to: number;
}

/**
 * Splits a load into the transactions of each turn: the events due in `everyMs` at `rate` events a second, in as
 * many transactions as etcd's limit on operations requires.
 */
export function* batches(events: number, rate: number, everyMs: number): Generator<Batch> {
  const turn = Math.max(1, Math.round((rate * everyMs) / 1000));
  const transactions = Math.ceil(turn / DEFAULT_MAX_TXN_OPS);
  const size = Math.ceil(turn / transactions);
  for (let start = 0; start < events; start += turn) {
    const end = Math.min(events, start + turn);
    for (let from = start; from < end; from += size) yield { from, to: Math.min(end, from + size) };
  }
}
