import type { CommandQuery, CommandRow } from '@shared/contract/etcdctl';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { ListSource } from '../base/list';
import type { CommandLog, Entry } from './command-log';

/** How many characters of a line a row shows; the rest is fetched on demand. */
const START = 400;

/** The commands that match a query, oldest first; follows the log. Does not own the log. */
export class CommandView implements ListSource<CommandRow> {
  readonly #log: CommandLog;
  readonly #query: CommandQuery;
  readonly #search: string;
  readonly #store = new DisposableStore();
  readonly #listeners = new Listeners();
  #entries: Entry[] = [];
  /** The `seq` of the next entry to check. */
  #next = 0;
  #version = 0;

  constructor(log: CommandLog, query: CommandQuery) {
    this.#log = log;
    this.#query = query;
    this.#search = query.search.toLowerCase();
    this.#follow();
    this.#store.add(log.onChange(() => this.#follow()));
  }

  get length(): number {
    return this.#entries.length;
  }

  get version(): number {
    return this.#version;
  }

  /** Everything that the log dropped, of any kind, since nobody knows any more which of it would have matched. */
  get dropped(): number {
    return this.#log.total - this.#log.entries.length;
  }

  rows(from: number, to: number): readonly CommandRow[] {
    return this.#entries.slice(Math.max(from, 0), Math.max(to, 0)).map(rowOf);
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  dispose(): Promise<void> {
    this.#listeners.clear();
    return this.#store.dispose();
  }

  /** The log is short enough to be searched in one go. */
  #follow(): void {
    const first = this.dropped;
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.seq >= first);
    const news = this.#log.entries.filter((entry) => entry.seq >= this.#next && this.#matches(entry));
    this.#next = this.#log.total;
    if (news.length === 0 && this.#entries.length === before) return;
    this.#entries.push(...news);
    this.#version++;
    this.#listeners.tell();
  }

  #matches({ connection, area, line }: Entry): boolean {
    const wanted = this.#query;
    if (wanted.connection && !isSame(wanted.connection, connection)) return false;
    if (wanted.area && wanted.area !== area) return false;
    return this.#search === '' || line.slice(0, START).toLowerCase().includes(this.#search);
  }
}

function isSame(one: ConnectionRef, other: ConnectionRef): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function rowOf({ seq, at, connection, area, line, hindrance, failure }: Entry): CommandRow {
  return {
    seq,
    at,
    connection,
    area,
    start: line.slice(0, START),
    length: line.length,
    hindrance,
    failure,
  };
}
