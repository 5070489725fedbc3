import { keyChanges, type WatchQuery, type WatchRow } from '@shared/contract/watch';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { ListSource } from '../base/list';
import { place } from './event-chunk';
import type { Entry, EventLog } from './event-log';
import { rowOf } from './rows';

/** How long one slice of filtering may block the event loop, in milliseconds. */
const SLICE_MS = 6;
/** Entries between two checks of the clock. */
const LOOK_EVERY = 256;

/** Which events of a log are shown; see `watchQuery`. */
export type EventFilter = Pick<WatchQuery, 'search' | 'within' | 'changes'>;

/**
 * The entries of a log that match a filter, as a list that follows the log. Each entry is checked once, when it
 * arrives; a full log is processed in slices of a few milliseconds, during which the list grows. Without a filter
 * the list is the log itself and costs nothing. Does not own the log.
 */
export class EventView implements ListSource<WatchRow> {
  readonly #log: EventLog;
  readonly #matches: ((entry: Entry) => boolean) | null;
  readonly #listeners = new Listeners();
  readonly #subscription: Disposable;
  /** Numbers of the matching entries; those before `#head` were dropped by the log. */
  #hits: number[] = [];
  #head = 0;
  #forgotten = 0;
  /** Number of the next entry to check. */
  #next: number;
  #version = 0;
  #slice: NodeJS.Immediate | null = null;
  /** Length and `dropped` as last reported; every change alters at least one of them. */
  #told = '';

  constructor(log: EventLog, filter: EventFilter) {
    this.#log = log;
    this.#matches = matcher(filter);
    this.#next = log.first;
    this.#subscription = log.onChange(() => {
      if (!this.#slice) this.#advance();
    });
    this.#advance();
  }

  get length(): number {
    return this.#matches ? this.#hits.length - this.#head : this.#log.visibleEnd - this.#log.first;
  }

  get version(): number {
    return this.#version;
  }

  /** Rows of this list that the log dropped or cleared; without a filter, including those from before the view. */
  get dropped(): number {
    return this.#matches ? this.#forgotten + this.#head : this.#log.first;
  }

  rows(from: number, to: number): readonly WatchRow[] {
    this.#forget();
    const rows: WatchRow[] = [];
    for (let at = Math.max(from, 0); at < Math.min(to, this.length); at++) {
      const seq = this.#matches ? this.#hits[this.#head + at] : this.#log.first + at;
      const entry = seq === undefined ? null : this.#log.entry(seq);
      if (seq !== undefined && entry) rows.push(rowOf(seq, entry));
    }
    return rows;
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  async dispose(): Promise<void> {
    if (this.#slice) clearImmediate(this.#slice);
    this.#slice = null;
    this.#listeners.clear();
    await this.#subscription.dispose();
  }

  /** Checks entries for one slice of time, and continues in the next turn if more are left. */
  #advance(): void {
    this.#slice = null;
    this.#forget();
    if (this.#matches) this.#search(this.#matches);
    this.#tell();
  }

  #search(matches: (entry: Entry) => boolean): void {
    this.#next = Math.max(this.#next, this.#log.first);
    const until = performance.now() + SLICE_MS;
    for (let looked = 1; this.#next < this.#log.visibleEnd; looked++) {
      const seq = this.#next++;
      const entry = this.#log.entry(seq);
      if (entry && matches(entry)) this.#hits.push(seq);
      if (looked % LOOK_EVERY === 0 && performance.now() > until) {
        this.#slice = setImmediate(() => this.#advance());
        return;
      }
    }
  }

  /** Removes what the log has dropped. */
  #forget(): void {
    while ((this.#hits[this.#head] ?? Infinity) < this.#log.first) this.#head++;
    if (this.#head < 4096 || this.#head < this.#hits.length / 2) return;
    this.#hits = this.#hits.slice(this.#head);
    this.#forgotten += this.#head;
    this.#head = 0;
  }

  /** Reports nothing when nothing matched: a quiet list costs its window nothing. */
  #tell(): void {
    const now = `${this.length} ${this.dropped}`;
    if (now === this.#told) return;
    this.#told = now;
    this.#version++;
    this.#listeners.tell();
  }
}

/** null for a filter that matches everything. */
function matcher({ search, within, changes }: EventFilter): ((entry: Entry) => boolean) | null {
  const kinds: readonly number[] = changes.map((change) => place[change]);
  const all = keyChanges.every((change) => changes.includes(change));
  if (all && search.length === 0) return null;
  const sought = Buffer.from(search);
  const has = (bytes: Buffer) => bytes.includes(sought);
  return ({ chunk, index, marker }) => {
    if (marker) return true;
    const what = chunk.what(index);
    if (!all && !kinds.includes(what)) return false;
    if (search.length === 0) return true;
    if (within !== 'value' && has(chunk.key(index))) return true;
    return within !== 'key' && has(what === place.deleted ? chunk.previous(index) : chunk.value(index));
  };
}
