import type { KeepAliveState } from '@shared/contract/leases';
import { causeText } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { pause } from '../base/live';
import type { Log } from '../base/log';
import { hexId } from '../etcd/ids';
import type { Asked } from './expiry';
import { failureOf } from './failure-of';
import { renewalWait } from './schedule';
import type { LeaseSource } from './source';

/** The pause between attempts while nobody answers; a short lease has little time. Milliseconds. */
const AGAIN_MS = 200;

/** Failures that etcd would repeat for this lease. Any other may pass. */
const final: ReadonlySet<string> = new Set([
  'LEASE_NOT_FOUND',
  'PERMISSION_DENIED',
  'AUTH_FAILED',
  'AUTH_REQUIRED',
  'CERTIFICATE_USER_UNKNOWN',
]);

export interface KeepAliveOptions {
  readonly source: LeaseSource;
  readonly id: bigint;
  /** The TTL in seconds, and when the caller renewed it, just before. */
  readonly ttl: number;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Called after each renewal. */
  readonly renewed: (ttl: number, asked: Asked) => void;
  /** Called after each change of `state`. */
  readonly changed: () => void;
  readonly log: Log;
}

/**
 * Keeps a lease alive from construction to `dispose`: renews it every third of its TTL, and keeps trying whatever
 * happens to members, until etcd says that the lease is gone.
 */
export class KeepAlive implements Disposable {
  readonly #options: KeepAliveOptions;
  readonly #end = new AbortController();
  #state: KeepAliveState;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#state = { kind: 'kept', renewedAt: now() };
    void this.#keep(options.ttl, this.#end.signal);
  }

  get state(): KeepAliveState {
    return this.#state;
  }

  dispose(): void {
    this.#end.abort();
  }

  async #keep(granted: number, signal: AbortSignal): Promise<void> {
    let ttl = granted;
    await pause(renewalWait(ttl), signal);
    while (!signal.aborted) {
      const { source, id, clock, renewed, log } = this.#options;
      const askedAt = clock();
      try {
        ttl = await source.keepAlive(id, signal);
        if (isAborted(signal)) return;
        renewed(ttl, { askedAt, answeredAt: clock() });
        this.#set({ kind: 'kept', renewedAt: now() });
        await pause(renewalWait(ttl), signal);
      } catch (error) {
        if (isAborted(signal)) return;
        const failure = failureOf(error);
        if (final.has(failure.code)) {
          const cause = error instanceof Error ? causeText(error) : null;
          log.info('a lease is no longer kept alive', { lease: hexId(id), ...failure, cause });
          this.#set({ kind: 'ended', at: now(), failure });
          return;
        }
        const since = this.#state.kind === 'trying' ? this.#state.since : now();
        this.#set({ kind: 'trying', since, failure });
        await pause(AGAIN_MS, signal);
      }
    }
  }

  #set(state: KeepAliveState): void {
    this.#state = state;
    this.#options.changed();
  }
}

function now(): string {
  return new Date().toISOString();
}

/** A function, because the compiler would otherwise assume that the flag cannot change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
