import type { FailureValue } from '@shared/contract/failures';
import type { KeyChange, KeyRange, KeysStatus } from '@shared/contract/keys';
import { Backoff } from '../base/pace/backoff';
import { errorText, Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue, pause } from '../base/live';
import type { Log } from '../base/log';
import { isRefusal } from '../etcd/calls/grants';
import { Following } from './following';
import { KeyChanges } from './key-changes';
import { list } from './listing';
import { LiveKeys } from './index/live-keys';
import { mergeRanges } from '../etcd/ranges';
import { allKeys, type KeySource, type Missed } from './source/source';

type Scope = KeysStatus['scope'];

/** Pauses between attempts to read the keys of an unreadable cluster, in milliseconds; shorter at first. */
const WAITS_MS = [500, 1000, 2000, 5000] as const;

/** Ranges that a user may read, at most; each takes a watch. */
const MAX_RANGES = 100;

/** Failures that only a person can fix; asking again would give the same answer. */
const final: ReadonlySet<string> = new Set([
  'PERMISSION_DENIED',
  'TOO_MANY_GRANTS',
  'DIFFERENT_CLUSTERS',
  'AUTH_FAILED',
  'AUTH_REQUIRED',
  'CERTIFICATE_USER_UNKNOWN',
  'PASSWORD_MISSING',
  'NOT_ETCD',
  'TLS_MISMATCH',
  'CERTIFICATE_OTHER_NAME',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_UNTRUSTED',
  'CERTIFICATE_UNREADABLE',
  'CERTIFICATE_KEY_MISMATCH',
  'CLIENT_CERTIFICATE_REQUIRED',
  'CLIENT_CERTIFICATE_REFUSED',
]);

/**
 * All keys of a cluster that the user may read, live: listed at one revision, then updated by a watch from the
 * next one. When a compaction removed events before the watch got them, or the cluster has another history, lists the
 * keys again, into the same list. Does not keep values. Costs the cluster one keys-only listing and a watch; starts at once.
 */
export class Keyspace implements Disposable {
  readonly keys = new LiveKeys();
  readonly #source: KeySource;
  readonly #log: Log;
  readonly #changes = new KeyChanges();
  readonly #status = new LiveValue<KeysStatus>({
    phase: { kind: 'loading', loaded: 0, total: null },
    keys: 0,
    revision: null,
    scope: { kind: 'all' },
    relisted: null,
  });
  readonly #reconnects: Disposable;
  #run = new AbortController();
  #disposed = false;

  constructor(source: KeySource, log: Log) {
    this.#source = source;
    this.#log = log;
    this.#reconnects = source.onReconnect(() => this.reload());
    void this.#keepUp(this.#run.signal);
  }

  get status(): Live<KeysStatus> {
    return this.#status;
  }

  /** The latest change of one key from now on. */
  changesOf(key: Uint8Array): Live<KeyChange> & Disposable {
    return this.#changes.follow(key);
  }

  /** Lists all keys again, including the ranges that the user may read. */
  reload(): void {
    if (this.#disposed) return;
    this.#run.abort();
    this.#run = new AbortController();
    void this.#keepUp(this.#run.signal);
  }

  dispose(): void {
    this.#disposed = true;
    void this.#reconnects.dispose();
    this.#run.abort();
  }

  /** Lists and follows until `signal`, whatever fails meanwhile. Never rejects. */
  async #keepUp(signal: AbortSignal): Promise<void> {
    let scope: Scope = { kind: 'all' };
    let failures = 0;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        const ranges = scope.kind === 'all' ? [allKeys] : scope.ranges;
        const revision = await this.#list(scope, ranges, signal);
        failures = 0;
        await this.#follow(ranges, revision, signal);
        this.#tell({ phase: { kind: 'loading', loaded: 0, total: null } });
        await pause(backoff.next(), signal);
      } catch (error) {
        if (isAborted(signal)) return;
        const next = await this.#grantedAfter(error, scope, signal);
        scope = next instanceof Failure || next === null ? { kind: 'all' } : next;
        if (next === null || next instanceof Failure) await this.#failed(next ?? error, failures++, signal);
      }
    }
  }

  /** Lists the ranges into the present keys; returns the revision of the listing. */
  async #list(scope: Scope, ranges: readonly KeyRange[], signal: AbortSignal): Promise<bigint> {
    this.#tell({ phase: { kind: 'loading', loaded: 0, total: null }, scope });
    return list(this.keys, this.#source, ranges, {
      signal,
      progress: ({ loaded, total, revision }) =>
        this.#tell({ phase: { kind: 'loading', loaded, total }, revision: String(revision) }),
    });
  }

  /**
   * Follows from the revision after a listing's. Returns when events were missed, so that everything must be
   * listed again.
   */
  async #follow(ranges: readonly KeyRange[], listed: bigint, signal: AbortSignal): Promise<void> {
    this.#tell({ phase: { kind: 'live' }, revision: String(listed) });
    let latest = listed;
    const following = new Following(this.#source, ranges, listed + 1n, {
      event: (event) => {
        if (event.kind === 'put') this.keys.insert(event.key);
        else this.keys.delete(event.key);
        this.#changes.tell(event);
      },
      batch: (revision) => {
        if (revision > latest) latest = revision;
        this.keys.tell();
        this.#tell({ revision: String(latest) });
      },
      served: (isServed, failure, behind) =>
        this.#tell({ phase: isServed ? servedPhase(behind) : { kind: 'resuming', failure } }),
    });
    try {
      const missed = await untilAborted(following.missed, signal);
      const relisted = relistedAfter(missed);
      this.#log.warn('events of the keys were missed', relisted);
      this.#tell({ relisted });
      this.#changes.tellUnknown(missed.kind === 'compacted' ? missed.revision : missed.to);
    } finally {
      await following.dispose();
    }
  }

  /**
   * The ranges left to list when the user may not list all; null when that is not the problem, or no range is left;
   * TOO_MANY_GRANTS when there are too many to look into.
   */
  async #grantedAfter(error: unknown, scope: Scope, signal: AbortSignal): Promise<Scope | Failure | null> {
    if (!isRefusal(error) || scope.kind !== 'all') return null;
    const user = error.data.user ?? this.#source.certificateUser();
    if (user === null) return null;
    try {
      const ranges = mergeRanges(await this.#source.granted(user, signal));
      const [count, limit] = [ranges.length, MAX_RANGES];
      if (count > limit) return new Failure('TOO_MANY_GRANTS', { user, of: 'ranges', count, limit });
      return count > 0 ? { kind: 'granted', user, ranges } : null;
    } catch (failure) {
      return failure instanceof Failure && failure.code === 'TOO_MANY_GRANTS' ? failure : null;
    }
  }

  /** Reports the failure and waits until the next attempt. */
  async #failed(error: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const failure = this.#failureOf(error);
    // A listing that was overtaken by a compaction restarts at once.
    if (failure.code === 'REVISION_COMPACTED' && failures === 0) return;
    const isFinal = final.has(failure.code);
    this.#tell({ phase: { kind: 'failed', failure, final: isFinal } });
    if (isFinal) await aborted(signal);
    else await pause(WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 0, signal);
  }

  #failureOf(error: unknown): FailureValue {
    if (error instanceof Failure) return error.value;
    const reason = errorText(error);
    this.#log.error('the keys cannot be read', {
      reason,
      stack: error instanceof Error ? error.stack : null,
    });
    return { code: 'ETCD_ERROR', data: { endpoint: '', code: 'UNKNOWN', message: reason } };
  }

  #tell(change: Partial<KeysStatus>): void {
    this.#status.value = { ...this.#status.value, ...change, keys: this.keys.index.size };
  }
}

function servedPhase(behind: bigint | null): KeysStatus['phase'] {
  return behind === null ? { kind: 'live' } : { kind: 'behind', revision: String(behind) };
}

function relistedAfter(missed: Missed): NonNullable<KeysStatus['relisted']> {
  const at = new Date().toISOString();
  if (missed.kind === 'compacted') return { kind: 'compacted', compactRevision: String(missed.revision), at };
  return { kind: 'other-history', from: String(missed.from), to: String(missed.to), at };
}

/** A function, because the compiler would otherwise assume that the flag cannot change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** `promise`, or a rejection when `signal` aborts first. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const end = aborted(signal).then(() => signal.throwIfAborted());
  return Promise.race([promise, end as Promise<never>]);
}
