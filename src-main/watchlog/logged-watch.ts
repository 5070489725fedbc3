import type { FailureValue } from '@shared/contract/failures';
import type { WatchInfo, WatchMarker, WatchPhase, WatchRange } from '@shared/contract/watch';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Event } from '../etcd/gen/mvcc_pb';
import { EventLog, type EventLogBounds } from './event-log';
import type { FeedListener, OpenFeed } from './feed';
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

/** One watch and its log: it follows its range from construction to `dispose`, whatever happens to members. */
export class LoggedWatch implements Disposable {
  readonly id: string;
  readonly log: EventLog;
  readonly #options: LoggedWatchOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #store = new DisposableStore();
  #feed: Disposable | null = null;
  #phase: WatchPhase;
  /** Since when no member serves it, milliseconds since 1970. */
  #lostAt: number;
  #started = false;
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
    this.#store.add(this.log.onChange(options.changed));
    this.#store.defer(() => this.#close());
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
      revision: this.#covered.toString(),
      received,
      paused,
      waiting,
      dropped,
    };
  }

  /** Keeps back what comes, or shows what waited, and fetches what was left at etcd. */
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

  /** From the first revision that it has not got yet. */
  #follow(): void {
    const range = keyRangeOf(this.#options.range);
    this.#feed = this.#options.open(range, this.#covered + 1n, this.#listener());
  }

  #listener(): FeedListener {
    return {
      following: (endpoint, revision) => this.#following(endpoint, revision),
      events: (events) => this.#events(events),
      covered: (revision) => {
        if (revision <= this.#covered) return;
        this.#covered = revision;
        this.#options.changed();
      },
      lost: (failure) => this.#lost(failure),
      missed: (from, to) => {
        this.#covered = to;
        this.#mark({ kind: 'missed', from: from.toString(), to: to.toString() });
      },
      failed: (failure) => {
        this.#mark({ kind: 'ended', failure });
        this.#set({ kind: 'failed', failure });
      },
    };
  }

  #following(endpoint: string, from: bigint): void {
    const revision = from.toString();
    if (this.#started) {
      const afterMs = this.#now() - this.#lostAt;
      this.#mark({ kind: 'resumed', revision, endpoint, afterMs });
    } else {
      this.#started = true;
      this.#mark({ kind: 'started', revision, endpoint });
    }
    this.#set({ kind: 'live', endpoint });
  }

  #events(events: readonly Event[]): void {
    const revision = events.at(-1)?.kv?.modRevision ?? 0n;
    if (revision > this.#covered) this.#covered = revision;
    this.log.add(events, this.#now());
    if (this.log.waitsLong) this.#hold();
  }

  /** Leaves what comes from now on at etcd, which has room for it. */
  #hold(): void {
    void this.#close();
    this.#set({ kind: 'held' });
  }

  #lost(failure: FailureValue | null): void {
    if (this.#phase.kind !== 'resuming') this.#lostAt = this.#now();
    this.#set({ kind: 'resuming', since: iso(this.#lostAt), failure });
  }

  #close(): void | Promise<void> {
    const feed = this.#feed;
    this.#feed = null;
    return feed?.dispose();
  }

  #mark(marker: WatchMarker): void {
    this.log.mark(marker, this.#now());
  }

  #set(phase: WatchPhase): void {
    this.#phase = phase;
    this.#options.changed();
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
