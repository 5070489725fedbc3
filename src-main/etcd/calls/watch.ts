import { isDeepStrictEqual } from 'node:util';
import type { FailureValue } from '@shared/contract/failures';
import { Backoff } from '../../base/pace/backoff';
import { causeText, type Failure } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import type { Live } from '../../base/live';
import { LiveValue, pause } from '../../base/live';
import type { Log } from '../../base/log';
import { asFailure, isTokenStale } from '../failures';
import type { Event } from '../gen/mvcc_pb';
import type { WatchResponse } from '../gen/watch_pb';
import type { EtcdClient } from '../links/client';
import type { EndpointLink } from '../links/endpoint-link';
import type { WentBack } from '../links/lineage';
import { linkedAbort } from '../signals';
import { EventAssembler } from './event-assembler';
import { losesDeletions, startIsCertain } from './watch-start';
import { watchAt } from './watch-stay';

export interface WatchRange {
  readonly key: Uint8Array;
  /** Empty or omitted for `key` alone. */
  readonly rangeEnd?: Uint8Array;
  /** The first revision wanted, which may be in the future; starts at the present when omitted. */
  readonly startRevision?: bigint;
  /** Whether events include the key's previous value. */
  readonly prevKv?: boolean;
}

/** Revisions lost to a compaction before they could be read. */
export interface WatchGap {
  readonly compactRevision: bigint;
  readonly lostFrom: bigint;
  readonly lostTo: bigint;
}

export interface WatchListener {
  /**
   * Events in order, each once, in whole revisions. `endpoint` is the sender. Bytes are views on the message: copy
   * what you keep.
   */
  events(events: readonly Event[], endpoint: string): void;
  /** Some events were lost; the next ones follow the gap. */
  gap(gap: WatchGap): void;
  /**
   * Deletions made at that revision may be lost: it is the one of a compaction, and the member's etcd can lose them (see
   * `startIsCertain`). What else changed at it is delivered.
   */
  uncertain(revision: bigint): void;
  /**
   * The cluster has another history than before, as after the restore of a snapshot. Events follow from the revision
   * after `to`; what happened in between is unknown.
   */
  wentBack(told: WentBack): void;
}

export type WatchState =
  /** Connecting to a member; `failure` is why it left the last one, null at first. */
  | { readonly kind: 'connecting'; readonly failure: FailureValue | null }
  /** `behind` is a revision that the cluster has reached and this watch has not, for some time; null for none. */
  | { readonly kind: 'open'; readonly endpoint: string; readonly behind: bigint | null }
  /** The user is unknown or may not read the range. Lasts until that is fixed. */
  | { readonly kind: 'failed'; readonly failure: FailureValue };

/**
 * How often to retry a denied watch, since a role may have been fixed without notice here. Each try costs one
 * refused call. Milliseconds.
 */
const DENIED_PAUSE_MS = 5000;
/** Codes that every other member would answer with as well. */
const finalCodes: ReadonlySet<string> = new Set([
  'PERMISSION_DENIED',
  'AUTH_FAILED',
  'AUTH_REQUIRED',
  'DIFFERENT_CLUSTERS',
  'CERTIFICATE_USER_UNKNOWN',
]);

/**
 * A watch that outlives its member. It continues at another member, at the revision after the last one delivered,
 * so that no event is missed or repeated. It notices within four seconds that a member hangs or has lost its
 * leader. It reports what a compaction removed meanwhile as a gap, and another history of the cluster as such. A watch
 * that etcd refuses resumes in the same way once the client has reconnected as a user with the rights, or the user's
 * roles allow it.
 */
export class WatchSession implements Disposable {
  readonly #client: EtcdClient;
  readonly #range: WatchRange;
  readonly #listener: WatchListener;
  readonly #log: Log;
  readonly #state = new LiveValue<WatchState>({ kind: 'connecting', failure: null });
  readonly #assembler: EventAssembler;
  readonly #ended = new AbortController();
  readonly #histories: Disposable;
  /** Ends the stay at a member. */
  #staying = new AbortController();
  /** Whether large revisions are asked for in parts, since one was too large as a whole. */
  #inParts = false;

  constructor(client: EtcdClient, range: WatchRange, listener: WatchListener, log: Log) {
    this.#client = client;
    this.#range = range;
    this.#listener = listener;
    this.#log = log;
    this.#assembler = new EventAssembler(range.startRevision ?? 0n);
    this.#histories = client.lineage.onWentBack((told) => this.#wentBack(told));
    void this.#run();
  }

  get state(): Live<WatchState> {
    return this.#state;
  }

  /** Every revision up to this one was delivered or does not concern the range; null before the start is known. */
  get revision(): bigint | null {
    const { next } = this.#assembler;
    return next === 0n ? null : next - 1n;
  }

  /** Ends the watch; the end of its client does the same. */
  dispose(): void {
    void this.#histories.dispose();
    this.#ended.abort();
    this.#staying.abort();
  }

  /** Continues in the other history. */
  #wentBack(told: WentBack): void {
    const { next } = this.#assembler;
    if (next === 0n) return;
    this.#log.warn('a watch continues in another history', { next: String(next), revision: String(told.to) });
    this.#assembler.skipTo(told.to + 1n);
    this.#staying.abort();
    this.#listener.wentBack(told);
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    let avoid: EndpointLink | null = null;
    const backoff = new Backoff();
    while (!signal.aborted) {
      const { link, failure } = await this.#stay(avoid);
      this.#assembler.cut();
      if (this.#ended.signal.aborted || this.#client.disposed) return;
      avoid = failure ? link : null;
      if (failure?.code === 'ANSWER_TOO_LARGE') this.#inParts = true;
      if (!failure) {
        // After a gap, or in another history.
        await pause(backoff.next(), signal);
        continue;
      }
      const told = { revision: String(this.revision), ...failure.value, cause: causeText(failure) };
      if (isFinal(failure)) {
        const state = { kind: 'failed', failure: failure.value } as const;
        if (!isDeepStrictEqual(this.#state.value, state)) {
          this.#log.info('a watch has ended', told);
          this.#state.value = state;
        }
        await this.#mended(failure);
        avoid = null;
        continue;
      }
      this.#log.info('a watch was interrupted; another endpoint is tried', told);
      this.#state.value = { kind: 'connecting', failure: failure.value };
      await pause(backoff.next(), signal);
    }
  }

  /** Resolves when a refused watch may be tried again. */
  async #mended({ code }: Failure): Promise<void> {
    const wait = linkedAbort(this.#ended.signal);
    const reconnects = this.#client.onReconnect(() => {
      this.#state.value = { kind: 'connecting', failure: null };
      wait.abort();
    });
    if (code === 'PERMISSION_DENIED') await pause(DENIED_PAUSE_MS, wait.signal);
    else await aborted(wait.signal);
    void reconnects.dispose();
    void wait.dispose();
  }

  /** Watches at one member until that ends. Without a failure, the watch restarts at once. */
  async #stay(avoid: EndpointLink | null): Promise<{ link: EndpointLink | null; failure: Failure | null }> {
    let link: EndpointLink | null = null;
    try {
      const found = await this.#client.pick(avoid ? { avoid } : {});
      link = found;
      if (this.#ended.signal.aborted) return { link, failure: null };
      this.#staying = new AbortController();
      const { signal } = this.#staying;
      const { key, rangeEnd = new Uint8Array(0), prevKv = false } = this.#range;
      const startRevision = this.#assembler.next;
      const { lineage, health } = this.#client;
      const failure = await watchAt({
        link: found,
        // etcd takes a time that grows with the square of a revision's events to send it in parts: 70 s for 300,000.
        request: { key, rangeEnd, prevKv, startRevision, progressNotify: true, fragment: this.#inParts },
        health,
        take: (response) => this.#take(response, found, startRevision),
        lineage,
        covered: () => this.#assembler.next - 1n,
        behind: (revision) => this.#tellBehind(revision),
        signal,
      });
      return { link, failure };
    } catch (error) {
      return { link, failure: asFailure(error) };
    } finally {
      // A check of this stay's start may still run. It may say what is uncertain, but not that the watch is open.
      this.#staying = new AbortController();
    }
  }

  #tellBehind(behind: bigint | null): void {
    const state = this.#state.value;
    if (state.kind === 'open') this.#state.value = { ...state, behind };
  }

  /** A member took the watch. What may be missing at its start is told before the watch counts as open. */
  async #open(link: EndpointLink, start: bigint, reached: bigint): Promise<void> {
    const { signal } = this.#staying;
    const open = () => {
      if (this.#staying.signal !== signal || signal.aborted) return;
      this.#state.value = { kind: 'open', endpoint: link.endpoint, behind: null };
    };
    const isSlow = start > 0n && start <= reached && losesDeletions(link.version);
    if (!isSlow) open();
    if (start === 0n) return;
    try {
      const isCertain = await startIsCertain(this.#client, {
        key: this.#range.key,
        start,
        reached,
        link,
        signal,
      });
      if (!isCertain && !signal.aborted && !this.#ended.signal.aborted) this.#listener.uncertain(start);
    } catch (error) {
      const failure = asFailure(error);
      if (!signal.aborted) this.#log.info('the start of a watch could not be verified', { ...failure.value });
    }
    if (isSlow) open();
  }

  /** True when the member sends nothing more, because the next revisions were compacted. */
  #take(response: WatchResponse, link: EndpointLink, start: bigint): boolean {
    const { created, canceled, compactRevision, events, header } = response;
    const { endpoint } = link;
    const assembler = this.#assembler;
    if (canceled) {
      const lostFrom = assembler.next;
      assembler.skipTo(compactRevision);
      this.#listener.gap({ compactRevision, lostFrom, lostTo: compactRevision - 1n });
      return true;
    }
    if (created) {
      assembler.created(header?.revision ?? 0n);
      void this.#open(link, start, header?.revision ?? 0n);
    }
    if (events.length > 0) {
      const complete = assembler.take(response);
      const last = complete.at(-1)?.kv?.modRevision;
      if (last !== undefined) {
        this.#client.lineage.reached(last);
        this.#listener.events(complete, endpoint);
      }
    } else if (!created) assembler.progress(header?.revision ?? 0n);
    return false;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** An expired token is renewed, so it is not final. */
function isFinal(failure: Failure): boolean {
  return finalCodes.has(failure.code) && !isTokenStale(failure);
}
