import type { FailureValue } from '@shared/contract/failures';
import type { WatchInfo, WatchMarker, WatchPhase, WatchRange } from '@shared/contract/watch';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Event } from '../etcd/gen/mvcc_pb';
import { EventLog, type EventLogBounds } from './event-log';
import type { Feed, FeedListener, OpenFeed } from './feed';
import { keyRangeOf } from './range';

export interface LoggedWatchOptions {
  readonly id: string;
  readonly range: WatchRange;
  /** The first revision to log. */
  readonly from: bigint;
  readonly open: OpenFeed;
  readonly bounds?: EventLogBounds | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Called after each change of `info`. */
  readonly changed: () => void;
}

/**
 * etcd first accepts a watch, and reports only in its next round, every 100 ms, that the revisions are compacted
 * (mvcc's syncWatchersLoop). After this time, in milliseconds, or the first event, they are not.
 */
const CONFIRM_MS = 1000;

/** One watch and its log: follows its range from construction to `dispose`, whatever happens to members. */
export class LoggedWatch implements Disposable {
  readonly id: string;
  readonly log: EventLog;
  /** Resolves when a member serves it (null), or when etcd refuses it. */
  readonly taken: Promise<FailureValue | null>;
  readonly #options: LoggedWatchOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #store = new DisposableStore();
  #feed: Feed | null = null;
  #phase: WatchPhase;
  /** Since when no member serves it, in milliseconds since 1970. */
  #lostAt: number;
  #started = false;
  #settle: (failure: FailureValue | null) => void = () => undefined;
  /** Resumed but not confirmed yet: the server may still report that the next revisions are compacted. */
  #resumed: { at: number; revision: string; endpoint: string; afterMs: number } | null = null;
  #confirming: NodeJS.Timeout | undefined;
  /** Whether nothing was missed since the loss. */
  #complete = true;
  /** The revision covered by closed feeds; the current feed may be further. */
  #covered: bigint;

  constructor(options: LoggedWatchOptions) {
    this.id = options.id;
    this.log = new EventLog(options.bounds);
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#startedAt = this.#now();
    this.#lostAt = this.#startedAt;
    this.#phase = { kind: 'resuming', since: iso(this.#startedAt), failure: null };
    this.#covered = options.from - 1n;
    this.taken = new Promise((resolve) => (this.#settle = resolve));
    this.#store.add(this.log.onChange(options.changed));
    this.#store.defer(() => this.#close());
    this.#store.defer(() => clearTimeout(this.#confirming));
    this.#follow();
  }

  get info(): WatchInfo {
    const { received, paused, waiting, dropped } = this.log;
    return {
      id: this.id,
      range: this.#options.range,
      from: this.#options.from.toString(),
      startedAt: iso(this.#startedAt),
      phase: this.#phase,
      revision: this.#revision.toString(),
      received,
      paused,
      waiting,
      dropped,
    };
  }

  /** Pauses the log; or shows what waited and fetches what was left at etcd. */
  pause(paused: boolean): void {
    this.log.pause(paused);
    if (!paused && this.#phase.kind === 'held') {
      this.#lost(null);
      this.#follow();
    }
  }

  dispose(): Promise<void> {
    return this.#store.dispose();
  }

  get #revision(): bigint {
    const now = this.#feed?.revision ?? 0n;
    return now > this.#covered ? now : this.#covered;
  }

  /** Follows from the first revision that it does not have yet. */
  #follow(): void {
    const range = keyRangeOf(this.#options.range);
    this.#feed = this.#options.open(range, this.#covered + 1n, this.#listener());
  }

  #listener(): FeedListener {
    return {
      following: (endpoint, revision) => this.#following(endpoint, revision),
      events: (events) => this.#events(events),
      lost: (failure) => this.#lost(failure),
      missed: (from, to) => {
        // A feed that was just served again goes on after the gap without a word.
        if (this.#resumed) this.#resumed = { ...this.#resumed, revision: (to + 1n).toString() };
        else if (this.#phase.kind === 'live') this.#lostAt = this.#now();
        this.#complete = false;
        this.#mark({ kind: 'missed', from: from.toString(), to: to.toString() });
      },
      uncertain: (revision) => {
        this.#complete = false;
        this.#mark({ kind: 'uncertain', revision: revision.toString() });
      },
      behind: (revision) => this.#tellBehind(revision),
      otherHistory: (last, revision) => {
        this.#resumed = null;
        this.#complete = false;
        this.#covered = 0n;
        this.#mark({ kind: 'other-history', last: last.toString(), revision: revision.toString() });
      },
      failed: (failure) => {
        if (this.#phase.kind === 'live') this.#lostAt = this.#now();
        this.#resumed = null;
        this.#mark({ kind: 'ended', failure });
        this.#set({ kind: 'failed', failure });
        this.#settle(failure);
      },
    };
  }

  #following(endpoint: string, from: bigint): void {
    const revision = from.toString();
    if (this.#started) {
      const at = this.#now();
      this.#resumed = { at, revision, endpoint, afterMs: at - this.#lostAt };
      clearTimeout(this.#confirming);
      this.#confirming = setTimeout(() => this.#confirmResumed(), CONFIRM_MS);
    } else {
      this.#started = true;
      this.#mark({ kind: 'started', revision, endpoint });
    }
    this.#set({ kind: 'live', endpoint });
    this.#settle(null);
  }

  #tellBehind(revision: bigint | null): void {
    const phase = this.#phase;
    if (phase.kind !== 'live' && phase.kind !== 'behind') return;
    const { endpoint } = phase;
    this.#set(
      revision === null
        ? { kind: 'live', endpoint }
        : { kind: 'behind', endpoint, revision: revision.toString() },
    );
  }

  #confirmResumed(): void {
    clearTimeout(this.#confirming);
    if (this.#resumed === null) return;
    const { at, ...resumed } = this.#resumed;
    this.#resumed = null;
    this.#mark({ kind: 'resumed', ...resumed, complete: this.#complete }, at);
    this.#complete = true;
  }

  #events(events: readonly Event[]): void {
    this.#confirmResumed();
    this.log.add(events, this.#now());
    if (this.log.waitsLong) this.#hold();
  }

  /** Leaves further events at etcd, which has room for them. */
  #hold(): void {
    void this.#close();
    this.#set({ kind: 'held' });
  }

  #lost(failure: FailureValue | null): void {
    const wasLost = this.#phase.kind === 'resuming' || this.#phase.kind === 'failed';
    if (!wasLost && this.#resumed === null) this.#lostAt = this.#now();
    this.#resumed = null;
    this.#set({ kind: 'resuming', since: iso(this.#lostAt), failure });
  }

  #close(): void | Promise<void> {
    this.#covered = this.#revision;
    const feed = this.#feed;
    this.#feed = null;
    return feed?.dispose();
  }

  #mark(marker: WatchMarker, at = this.#now()): void {
    this.log.mark(marker, at);
  }

  #set(phase: WatchPhase): void {
    this.#phase = phase;
    this.#options.changed();
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
