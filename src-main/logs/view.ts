import type { LogLevel, LogQuery, LogRow } from '@shared/contract/logs';
import type { Disposable } from '../base/lifecycle';
import { DisposableStore } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { ListSource } from '../base/list';
import type { Entry } from './entry';
import type { NodeLog } from './node-log';

/** How long one slice of filtering may block the event loop, in milliseconds. */
const SLICE_MS = 6;
/** Lines between two checks of the clock. */
const LOOK_EVERY = 256;

/** A log, and the `seq` up to which this view has checked it. */
interface Cursor {
  readonly log: NodeLog;
  seq: number;
  /** The line at `seq`, as of the start of the slice. */
  head: Entry | undefined;
  /** `log.first` when the view last removed dropped lines. */
  first: number;
}

/**
 * The lines of one or several nodes that match a query, ordered by time; lines of one node keep the order of its
 * file. Follows the logs: each line is checked once, when it arrives, and a late one is inserted at its place.
 * 100,000 lines are searched in slices of a few milliseconds, during which the list grows. Does not own the logs.
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
  /** Length and `dropped` as last reported; every change alters at least one of them. */
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
   * Lines that the logs dropped. For the time before the view was opened, all of them count, since nobody knows
   * which would have matched; after that, those that this view had or had not checked yet.
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

  /** Takes lines for one slice of time, and continues in the next turn if more are left. */
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

  /** Reports nothing when nothing matched: a quiet list costs its window nothing. */
  #tell(): void {
    const now = `${this.length} ${this.dropped}`;
    if (now === this.#told) return;
    this.#told = now;
    this.#version++;
    this.#listeners.tell();
  }

  /** The earliest of the unchecked lines. */
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

  /** Removes lines that the logs have dropped. The logs drop many at a time, so this is rare. */
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

/** The index for an entry of `order`: after all that are not later. */
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
