import { isDeepStrictEqual } from 'node:util';
import type { FailureValue } from '@shared/contract/failures';
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
import { linkedAbort } from '../signals';
import { EventAssembler } from './event-assembler';
import { watchAt } from './watch-stay';

export interface WatchRange {
  readonly key: Uint8Array;
  /** Empty, or left out, for `key` alone. */
  readonly rangeEnd?: Uint8Array;
  /** The first revision wanted; from now on when left out. One that is to come is waited for. */
  readonly startRevision?: bigint;
  /** Whether events bring the key's value from before. */
  readonly prevKv?: boolean;
}

/** Revisions that a compaction took before they could be read: gone for good. */
export interface WatchGap {
  readonly compactRevision: bigint;
  readonly lostFrom: bigint;
  readonly lostTo: bigint;
}

export interface WatchListener {
  /**
   * Events in order, each once, revisions always whole. `endpoint` is who sent them. Bytes are views on the message:
   * copy what is kept.
   */
  events(events: readonly Event[], endpoint: string): void;
  /** Some were lost; what follows goes on behind them. */
  gap(gap: WatchGap): void;
}

export type WatchState =
  /** On the way to a member; `failure` says why it is no more at the last one, null at first. */
  | { readonly kind: 'connecting'; readonly failure: FailureValue | null }
  | { readonly kind: 'open'; readonly endpoint: string }
  /** The user may not see the range, or is not known: until that is mended. */
  | { readonly kind: 'failed'; readonly failure: FailureValue };

/** Between attempts when no member takes the watch. Milliseconds. */
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1000;
/** A role may have been mended without our hearing of it: asked again so rarely, for one refused call. Milliseconds. */
const DENIED_PAUSE_MS = 5000;
/** What no other member would answer otherwise. */
const finalCodes: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'AUTH_FAILED', 'AUTH_REQUIRED']);

/**
 * A watch that lives on when its member does not: it goes on at another one, at the revision after the last that was
 * handed out, so that none is missed and none comes twice. A member that hangs, or lost its leader, is noticed within
 * four seconds. What a compaction took meanwhile is told as a gap. One that etcd refuses goes on in the same way once the
 * client has reconnected as a user who may, or the user's roles allow it.
 */
export class WatchSession implements Disposable {
  readonly #client: EtcdClient;
  readonly #range: WatchRange;
  readonly #listener: WatchListener;
  readonly #log: Log;
  readonly #state = new LiveValue<WatchState>({ kind: 'connecting', failure: null });
  readonly #assembler: EventAssembler;
  readonly #ended = new AbortController();

  constructor(client: EtcdClient, range: WatchRange, listener: WatchListener, log: Log) {
    this.#client = client;
    this.#range = range;
    this.#listener = listener;
    this.#log = log;
    this.#assembler = new EventAssembler(range.startRevision ?? 0n);
    void this.#run();
  }

  get state(): Live<WatchState> {
    return this.#state;
  }

  /** All up to here was handed out, or does not concern the range; null before the start is known. */
  get revision(): bigint | null {
    const { next } = this.#assembler;
    return next === 0n ? null : next - 1n;
  }

  /** Ends with its client, or by this. */
  dispose(): void {
    this.#ended.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    let avoid: EndpointLink | null = null;
    let pauseMs = 0;
    while (!signal.aborted) {
      const { link, failure } = await this.#stay(avoid);
      this.#assembler.cut();
      if (this.#ended.signal.aborted || this.#client.disposed) return;
      // Another member took it, or this one goes on behind a gap.
      if (this.#state.value.kind === 'open') pauseMs = 0;
      avoid = failure ? link : null;
      if (!failure) continue;
      const told = { revision: String(this.revision), ...failure.value, cause: causeText(failure) };
      if (isFinal(failure)) {
        const state = { kind: 'failed', failure: failure.value } as const;
        if (!isDeepStrictEqual(this.#state.value, state)) {
          this.#log.info('a watch has ended', told);
          this.#state.value = state;
        }
        await this.#mended(failure);
        pauseMs = 0;
        avoid = null;
        continue;
      }
      this.#log.info('a watch goes on elsewhere', told);
      this.#state.value = { kind: 'connecting', failure: failure.value };
      await pause(pauseMs, signal);
      pauseMs = Math.min(Math.max(pauseMs * 2, FIRST_PAUSE_MS), LAST_PAUSE_MS);
    }
  }

  /** Returns when what was refused may be asked for again. */
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

  /** At one member, until that ends; without a failure when it is to be begun anew at once. */
  async #stay(avoid: EndpointLink | null): Promise<{ link: EndpointLink | null; failure: Failure | null }> {
    let link: EndpointLink | null = null;
    try {
      const found = await this.#client.pick(avoid ? { avoid } : {});
      link = found;
      const { key, rangeEnd = new Uint8Array(0), prevKv = false } = this.#range;
      const failure = await watchAt({
        link: found,
        request: {
          key,
          rangeEnd,
          prevKv,
          startRevision: this.#assembler.next,
          progressNotify: true,
          fragment: true,
        },
        health: this.#client.health,
        take: (response) => this.#take(response, found.endpoint),
        signal: this.#ended.signal,
      });
      return { link, failure };
    } catch (error) {
      return { link, failure: asFailure(error) };
    }
  }

  /** True when the member sends no more: what comes next was compacted. */
  #take(response: WatchResponse, endpoint: string): boolean {
    const { created, canceled, compactRevision, events, header } = response;
    const assembler = this.#assembler;
    if (canceled) {
      const lostFrom = assembler.next;
      assembler.skipTo(compactRevision);
      this.#listener.gap({ compactRevision, lostFrom, lostTo: compactRevision - 1n });
      return true;
    }
    if (created) {
      assembler.created(header?.revision ?? 0n);
      this.#state.value = { kind: 'open', endpoint };
    }
    if (events.length > 0) {
      const complete = assembler.take(response);
      if (complete.length > 0) this.#listener.events(complete, endpoint);
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

/** A token that has run out is renewed. */
function isFinal(failure: Failure): boolean {
  return finalCodes.has(failure.code) && !isTokenStale(failure);
}
