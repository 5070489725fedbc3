import type { LogLevel, LogQuery, LogRow } from '@shared/contract/logs';
import type { Disposable } from '../base/lifecycle';
import { DisposableStore } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { ListSource } from '../base/list';
import type { Entry } from './entry';
import type { NodeLog } from './node-log';

/** How long one slice of filtering may hold the event loop, milliseconds. */
const SLICE_MS = 6;
/** Lines between two looks at the clock. */
const LOOK_EVERY = 256;

/** A log, and the `seq` up to which this view has looked at it. */
interface Cursor {
  readonly log: NodeLog;
  seq: number;
  /** The line at `seq`, as of the start of the slice. */
  head: Entry | undefined;
  /** `log.first` when the view last cleared out what fell out of it. */
  first: number;
}

/**
 * The lines of one or several nodes that match a query, by time; lines of one node keep the order of its file.
 * Follows the logs: lines are looked at once, as they come, and one that comes late is put where it belongs.
 * 100,000 lines are searched in slices of a few milliseconds, during which the list grows. The logs are not
 * disposed of with the view.
 */
export class LogView implements ListSource<LogRow> {
  readonly #minLevel: number;
  readonly #search: string;
  readonly #cursors: readonly Cursor[];
  readonly #droppedBefore: number;
  readonly #store = new DisposableStore();
  readonly #listeners = new Listeners();
  #entries: Entry[] = [];
  #lost = 0;
  #version = 0;
  #slice: NodeJS.Immediate | null = null;
  /** Length and `dropped` as last told: together they show every change. */
  #told = '';

  constructor(logs: readonly NodeLog[], query: Pick<LogQuery, 'minLevel' | 'search'>) {
    this.#minLevel = rank[query.minLevel];
    this.#search = query.search.toLowerCase();
    this.#cursors = logs.map((log) => ({ log, seq: log.first, head: undefined, first: log.first }));
    this.#droppedBefore = sum(logs.map((log) => log.first));
    for (const log of logs) this.#store.add(log.onChange(() => this.#wake()));
    this.#store.defer(() => {
      if (this.#slice) clearImmediate(this.#slice);
    });
    this.#advance();
  }

  get length(): number {
    return this.#entries.length;
  }

  get version(): number {
    return this.#version;
  }

  /**
   * Lines that fell out of the logs: all of them until the view was opened, since nobody knows any more which of
   * them would have matched, and from then on those that this view had or had not looked at yet.
   */
  get dropped(): number {
    const unread = sum(this.#cursors.map(({ log }) => log.dropped - log.first));
    return unread + this.#droppedBefore + this.#lost;
  }

  rows(from: number, to: number): readonly LogRow[] {
    return this.#entries.slice(Math.max(from, 0), Math.max(to, 0)).map((entry) => entry.row);
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  dispose(): Promise<void> {
    this.#listeners.clear();
    return this.#store.dispose();
  }

  #wake(): void {
    if (!this.#slice) this.#advance();
  }

  /** Takes over lines for one slice of time, and goes on in the next turn when there are more. */
  #advance(): void {
    this.#slice = null;
    this.#forget();
    for (const cursor of this.#cursors) cursor.head = cursor.log.entry(cursor.seq);
    const end = performance.now() + SLICE_MS;
    for (let looked = 1; ; looked++) {
      const cursor = this.#earliest();
      if (!cursor?.head) break;
      if (this.#matches(cursor.head)) this.#insert(cursor.head);
      cursor.head = cursor.log.entry(++cursor.seq);
      if (looked % LOOK_EVERY === 0 && performance.now() > end) {
        this.#slice = setImmediate(() => this.#advance());
        break;
      }
    }
    this.#tell();
  }

  /** Nothing is told when nothing matched: a quiet list costs its window nothing. */
  #tell(): void {
    const now = `${this.length} ${this.dropped}`;
    if (now === this.#told) return;
    this.#told = now;
    this.#version++;
    this.#listeners.tell();
  }

  /** Of the lines not looked at yet, the one that comes first. */
  #earliest(): Cursor | null {
    let earliest: Cursor | null = null;
    let order = Infinity;
    for (const cursor of this.#cursors) {
      const next = cursor.head?.order ?? Infinity;
      if (next >= order) continue;
      earliest = cursor;
      order = next;
    }
    return earliest;
  }

  #matches(entry: Entry): boolean {
    if (rank[entry.row.level] < this.#minLevel) return false;
    return this.#search === '' || entry.haystack.includes(this.#search);
  }

  #insert(entry: Entry): void {
    const last = this.#entries.at(-1);
    if (!last || last.order <= entry.order) this.#entries.push(entry);
    else this.#entries.splice(indexAfter(this.#entries, entry.order), 0, entry);
  }

  /** Lets go of lines that the logs have let go of; they do so many at a time, so this is rare. */
  #forget(): void {
    if (this.#cursors.every((cursor) => cursor.first === cursor.log.first)) return;
    const firsts = new Map<string, number>();
    for (const cursor of this.#cursors) {
      cursor.first = cursor.log.first;
      this.#lost += Math.max(cursor.first - cursor.seq, 0);
      cursor.seq = Math.max(cursor.seq, cursor.first);
      firsts.set(cursor.log.node, cursor.first);
    }
    const before = this.#entries.length;
    this.#entries = this.#entries.filter(({ row }) => row.seq >= (firsts.get(row.node) ?? 0));
    this.#lost += before - this.#entries.length;
  }
}

const rank: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, fatal: 4 };

/** Where an entry of `order` goes: behind all that are not later. */
function indexAfter(entries: readonly Entry[], order: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.order ?? Infinity) <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
