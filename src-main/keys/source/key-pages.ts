import type { MessageInitShape } from '@bufbuild/protobuf';
import type { KeyRange } from '@shared/contract/keys';
import type { EtcdClient } from '../../etcd/links/client';
import { type RawPage, rawPage, rawRange } from '../../etcd/calls/raw-range';
import { Failure, isFailure } from '../../base/failure';
import { Damaged } from '../../etcd/fields';
import { nextKey } from '../../etcd/ranges';
import type { KeyPage } from './source';

/**
 * Keys in the first page, which should be shown soon, and in all others. For each page the server walks the whole
 * rest of the range: a million keys cost etcd 3.6.14 3.0 s of processor time in one answer, 4.4 s in pages of
 * 200,000, 6.5 s in pages of 100,000. From click to end, pages of 200,000 take 1.7 times as long as one answer,
 * and pages of 500,000, which are 23 MB each, 1.6 times.
 */
const FIRST_PAGE = 1000;
const PAGE = 500_000;
/** A page that is too large for what is accepted, or for the time limit, is asked for with so many times fewer keys. */
const FEWER = 8;
/** The time limit for one page, in milliseconds. */
const PAGE_DEADLINE_MS = 60_000;
/** A page that takes this long comes over a slow link; further ones are to take about `PACE_MS`. Milliseconds. */
const SLOW_MS = 3000;
const PACE_MS = 20_000;

/** The keys of a range, without their values, in pages at one revision: see `KeySource.pages`. */
export async function* keyPages(
  client: EtcdClient,
  { key, rangeEnd }: KeyRange,
  revision: bigint | null,
  signal: AbortSignal,
): AsyncGenerator<KeyPage, void, void> {
  let [from, at, limit, most] = [key, revision ?? 0n, FIRST_PAGE, PAGE];
  for (;;) {
    const request = { key: from, rangeEnd, revision: at, limit: BigInt(limit), keysOnly: true };
    const startedAt = performance.now();
    const page: RawPage | null = await onePage(client, request, signal);
    if (!page) {
      most = Math.max(FIRST_PAGE, Math.floor(limit / FEWER));
      limit = most;
      continue;
    }
    // A page read at a given revision reports the store's current one, which may be later.
    if (at === 0n) at = page.revision;
    const tookMs = performance.now() - startedAt;
    yield { revision: at, count: page.count, keys: () => readable(page, client) };
    if (!page.more || !page.lastKey) return;
    from = nextKey(page.lastKey);
    limit = Math.min(nextLimit(limit, tookMs), most);
  }
}

/** How many keys to ask for after a page of `limit` keys that took so long. */
export function nextLimit(limit: number, tookMs: number): number {
  if (tookMs < SLOW_MS) return PAGE;
  return Math.min(Math.max(Math.round((limit * PACE_MS) / tookMs), FIRST_PAGE), PAGE);
}

/** One page; null when it is too large and one of fewer keys may not be. */
async function onePage(
  client: EtcdClient,
  request: MessageInitShape<typeof rawRange.input>,
  signal: AbortSignal,
): Promise<RawPage | null> {
  try {
    const answer = await client.call(rawRange, request, { signal, deadlineMs: PAGE_DEADLINE_MS });
    return rawPage(answer, request.key ?? new Uint8Array());
  } catch (error) {
    if (error instanceof Damaged) throw unreadable(error, client);
    const fewerMayFit = (request.limit ?? 0n) > FIRST_PAGE;
    if (fewerMayFit && isFailure(error) && tooLarge.has(error.code)) return null;
    throw error;
  }
}

/** The keys of a page; ANSWER_UNREADABLE at one that is damaged or out of order. */
function* readable(page: RawPage, client: EtcdClient): Generator<Uint8Array, void, void> {
  try {
    yield* page.keys();
  } catch (error) {
    throw error instanceof Damaged ? unreadable(error, client) : error;
  }
}

/** Of several endpoints, names all: which of them answered is no longer known. */
function unreadable({ damage }: Damaged, { endpoints }: EtcdClient): Failure {
  const endpoint = endpoints.join(', ');
  return new Failure('ANSWER_UNREADABLE', { endpoint, action: 'Range', reason: { kind: damage } });
}

/** What a page of fewer keys may not run into. */
const tooLarge: ReadonlySet<string> = new Set(['ANSWER_TOO_LARGE', 'DEADLINE_EXCEEDED']);
