import type { KeyFolder, KeyRange, PrefixRemovalScope } from '@shared/contract/keys';
import { Failure } from '../base/failure';
import type { RangeResponse } from '../etcd/gen/kv_pb';
import type { EtcdClient } from '../etcd/links/client';
import { nextKey } from '../etcd/ranges';
import { type Compare, deleteOperation, deleteRange, range, txn } from '../etcd/calls/kv';
import { countPrefix, createdUpTo, deletedBy, PREFIX_DEADLINE_MS } from './edits';
import { rangesOf } from './folder';

/**
 * Keys deleted in one transaction. Each member applies one at a time, and everybody waits meanwhile: 300,000 keys at once
 * took 6.5 s, 1,000 take about 20 ms. The guard also makes the server read their values.
 */
const BATCH = 1000;
/** Keys listed at once. The server walks all that are left for each page, so small pages of a large folder cost more. */
const PAGE = 20_000;

export interface PrefixRemoval extends KeyFolder {
  /** The result of `countPrefix` that the user confirmed. */
  readonly confirmed: { readonly count: number; readonly revision: string };
  readonly scope: PrefixRemovalScope;
}

/** How a removal tells how far it is, and hears that it should end. */
export interface RemovalReport {
  readonly signal: AbortSignal;
  /** How many keys have been deleted so far; called at first with 0, then after each batch. */
  readonly deleted: (count: number) => void;
}

/**
 * Deletes the keys of a folder in batches, one transaction each. With scope `existing`, etcd checks in each
 * transaction that no key in it was created after the confirmed revision; newer keys are kept. With `all`, each batch
 * deletes what is there at that moment. Returns how many keys it deleted, and how many are in the folder afterwards.
 *
 * After the signal it ends before the next batch: a batch that was sent is waited for, so that the count stays right.
 */
export async function removeInBatches(
  client: EtcdClient,
  { confirmed, scope, ...folder }: PrefixRemoval,
  { signal, deleted }: RemovalReport,
): Promise<{ readonly deleted: number; readonly left: number }> {
  const upTo = scope === 'existing' ? BigInt(confirmed.revision) : null;
  let count = 0;
  deleted(count);

  /** Deletes one span; false when a newer key is in it, and nothing was deleted. */
  async function remove(span: KeyRange): Promise<boolean> {
    if (signal.aborted) throw new Failure('CANCELLED', { action: 'removePrefix' });
    const options = { deadlineMs: PREFIX_DEADLINE_MS };
    if (upTo === null) count += Number((await deleteRange(client, span, options)).deleted);
    else {
      const compare: Compare[] = [createdUpTo(span, upTo)];
      const answer = await txn(client, { compare, success: [deleteOperation(span)] }, options);
      if (!answer.succeeded) return false;
      count += deletedBy(answer);
    }
    deleted(count);
    return true;
  }

  /** Halves the batches where newer keys keep appearing; what fails alone is newer itself. So it always ends. */
  async function removeWithin(whole: KeyRange, batch: number): Promise<void> {
    let { key } = whole;
    for (;;) {
      const request = { key, rangeEnd: whole.rangeEnd, keysOnly: true, limit: BigInt(PAGE) };
      const page = await range(client, request, { deadlineMs: PREFIX_DEADLINE_MS, signal });
      const spans = upTo === null ? allSpans(page, whole, batch) : spansUpTo(page, upTo, batch);
      for (const span of spans)
        if (!(await remove(span)) && batch > 1) await removeWithin(span, Math.ceil(batch / 2));
      const last = page.kvs.at(-1);
      if (!page.more || !last) return;
      key = nextKey(last.key);
    }
  }

  for (const keys of rangesOf(folder)) await removeWithin(keys, BATCH);
  const { count: left } = await countPrefix(client, folder, { signal });
  return { deleted: count, left };
}

/** The page in spans of at most `batch` keys, without the newer keys between them. */
function spansUpTo({ kvs }: RangeResponse, revision: bigint, batch: number): readonly KeyRange[] {
  const spans: KeyRange[] = [];
  let first: Uint8Array | null = null;
  let length = 0;
  kvs.forEach(({ key, createRevision }, at) => {
    if (createRevision > revision) return;
    first ??= key;
    length++;
    const next = kvs[at + 1];
    if (length < batch && next && next.createRevision <= revision) return;
    spans.push({ key: first, rangeEnd: nextKey(key) });
    first = null;
    length = 0;
  });
  return spans;
}

/** The page in spans that leave no room between them, so that they also have keys that were created since. */
function allSpans({ kvs, more }: RangeResponse, whole: KeyRange, batch: number): readonly KeyRange[] {
  const starts = kvs.filter((_, at) => at % batch === 0).map(({ key }) => key);
  const last = kvs.at(-1);
  const end = more && last ? nextKey(last.key) : whole.rangeEnd;
  return starts.map((key, at) => ({ key, rangeEnd: starts[at + 1] ?? end }));
}
