import type { LogLevel, LogRow } from '@shared/contract/logs';
import { errorText } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { DisposableStore } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import { Breather } from '../base/pace/slices';
import { Entry } from './entry';
import type { Line } from './line-splitter';
import { LineSplitter } from './line-splitter';
import type { LogRecord } from './record';
import { parseLogLine } from './record';
import { countLines, TailFile } from './tail-file';
import { microsOf } from './time';
import { watchFile } from './watch-file';

export interface NodeLogOptions {
  readonly file: string;
  readonly node: string;
  /** Maximum lines held; a tenth more may pile up before they are dropped together. */
  readonly capacity?: number;
  /** How many bytes at the end of the file are read when it is first opened. */
  readonly startBytes?: number;
}

/** 20,000 lines of etcd's log are about 6 MB of file, and 20 MB of memory. */
const CAPACITY = 20_000;
const START_BYTES = 8 * 1024 * 1024;
/** etcd truncates its own long fields; nobody reads a line longer than this. */
const MAX_LINE_BYTES = 64 * 1024;
/** Lines parsed between two looks at the clock: about 2 ms. */
const LINES_AT_ONCE = 300;
/** Raw lines kept for `tail`. */
const TAIL_LINES = 200;

/**
 * The log of one node, as a bounded list that grows with its file. Follows the file from construction to
 * `dispose`: the file may appear later, be truncated or rotated. A new line reaches the listeners within
 * milliseconds where the system reports file changes, otherwise within a quarter of a second.
 */
export class NodeLog implements Disposable {
  readonly node: string;
  readonly #file: string;
  readonly #capacity: number;
  readonly #store = new DisposableStore();
  readonly #tailFile: TailFile;
  readonly #splitter = new LineSplitter(MAX_LINE_BYTES);
  readonly #recordListeners = new Listeners<[record: LogRow]>();
  readonly #changeListeners = new Listeners();
  readonly #raw: string[] = [];
  readonly #entries: Entry[] = [];
  #next = 0;
  #skipped = 0;
  #context: LogLevel = 'info';
  /** Latest time of a line, microseconds since 1970; 0 before the first line with a time. */
  #order = 0;
  /** The position of lines before the first one with a time. */
  #undated = Date.now() * 1000;
  #unreadable = false;
  #reading: Promise<void> | null = null;
  #counting: Promise<void> | null = null;
  #again = false;

  constructor({ file, node, capacity = CAPACITY, startBytes = START_BYTES }: NodeLogOptions) {
    this.node = node;
    this.#file = file;
    this.#capacity = capacity;
    this.#tailFile = new TailFile(file, startBytes);
    this.#store.defer(() => this.#tailFile.close());
    this.#store.defer(() => this.#counting ?? undefined);
    this.#store.defer(() => this.#reading ?? undefined);
    this.#store.add(watchFile(file, () => void this.flush()));
  }

  /** `seq` of the first line held. */
  get first(): number {
    return this.#next - this.#entries.length;
  }

  /** `seq` of the next line. */
  get next(): number {
    return this.#next;
  }

  /** Lines no longer held, and lines never read because they precede the part that was read first. */
  get dropped(): number {
    return this.#skipped + this.first;
  }

  /** The line with that `seq`; undefined when it is not held. */
  entry(seq: number): Entry | undefined {
    return this.#entries[seq - this.first];
  }

  /** The last lines as written, including an unfinished one; at most 200. */
  tail(lines: number): readonly string[] {
    const { rest } = this.#splitter;
    const all = rest === '' ? this.#raw : [...this.#raw, rest];
    return lines > 0 ? all.slice(-Math.min(lines, TAIL_LINES)) : [];
  }

  /** Calls `listener` with each new line, in order, as soon as it is read. */
  onRecord(listener: (record: LogRow) => void): Disposable {
    return this.#recordListeners.add(listener);
  }

  /** Calls `listener` once after each batch of lines, and when `dropped` changes. */
  onChange(listener: () => void): Disposable {
    return this.#changeListeners.add(listener);
  }

  /** Reads what the file has now; resolves when the listeners have been called. Never fails. */
  flush(): Promise<void> {
    if (this.#reading) this.#again = true;
    else if (!this.#store.disposed) {
      this.#reading = this.#read().finally(() => (this.#reading = null));
    }
    return this.#reading ?? Promise.resolve();
  }

  dispose(): Promise<void> {
    this.#recordListeners.clear();
    this.#changeListeners.clear();
    return this.#store.dispose();
  }

  async #read(): Promise<void> {
    const ended = () => this.#store.disposed;
    const reader = {
      bytes: (chunk: Buffer) => this.#appendInSlices(this.#splitter.push(chunk), ended),
      cutOff: () => {
        const line = this.#splitter.end();
        if (!line) return;
        this.#append([line]);
        this.#changed();
      },
    };
    do {
      this.#again = false;
      try {
        await this.#tailFile.read(reader, ended);
        this.#unreadable = false;
      } catch (error) {
        this.#sayUnreadable(errorText(error));
      }
    } while (this.#wantsMore());
    if (this.#tailFile.skippedBytes > 0) this.#counting ??= this.#countSkipped(ended);
  }

  /** A method, because the compiler would otherwise miss that `flush` sets the flag during the await above. */
  #wantsMore(): boolean {
    return this.#again && !this.#store.disposed;
  }

  async #countSkipped(ended: () => boolean): Promise<void> {
    this.#skipped = await countLines(this.#file, this.#tailFile.skippedBytes, ended).catch(() => 0);
    this.#changed();
  }

  /** A chunk of the file has some 200 lines of etcd, and 65,536 empty ones. */
  async #appendInSlices(lines: readonly Line[], ended: () => boolean): Promise<void> {
    const breather = new Breather();
    for (let at = 0; at < lines.length && !ended(); at += LINES_AT_ONCE) {
      if (breather.isDue) {
        this.#changed();
        await breather.breathe();
      }
      this.#append(lines.slice(at, at + LINES_AT_ONCE));
    }
    if (lines.length > 0) this.#changed();
  }

  #append(lines: readonly Line[]): void {
    const records = lines.map((line) => this.#parse(line));
    // Lines before the first time are placed with the one that follows them, or at the time they were read.
    if (this.#order === 0) this.#undated = firstTime(records) ?? Date.now() * 1000;
    for (const record of records) this.#add(record);
    if (this.#raw.length > 2 * TAIL_LINES) this.#raw.splice(0, this.#raw.length - TAIL_LINES);
  }

  #parse({ text, cut }: Line): LogRecord {
    this.#raw.push(text);
    const record = parseLogLine(text, this.#context);
    this.#context = contextAfter(record);
    if (cut === 0) return record;
    return { ...record, fields: [...record.fields, { name: 'bytes-cut', value: String(cut) }] };
  }

  /** Adds a line to the log that says it cannot be read, once. */
  #sayUnreadable(reason: string): void {
    if (this.#unreadable) return;
    this.#unreadable = true;
    this.#add({ at: null, level: 'error', message: reason, fields: [], caller: null });
    this.#changed();
  }

  #add(record: LogRecord): void {
    const row: LogRow = { seq: this.#next++, node: this.node, ...record };
    if (row.at !== null) this.#order = Math.max(this.#order, microsOf(row.at) || 0);
    this.#entries.push(new Entry(row, this.#order || this.#undated));
    if (this.#entries.length > this.#capacity * 1.1) {
      this.#entries.splice(0, this.#entries.length - this.#capacity);
    }
    this.#recordListeners.tell(row);
  }

  #changed(): void {
    this.#changeListeners.tell();
  }
}

/** The level for non-JSON lines that follow this one: a panic's stack is part of the panic. */
function contextAfter(record: LogRecord): LogLevel {
  const goesOn = record.at === null ? ['error', 'fatal'] : ['fatal'];
  return goesOn.includes(record.level) ? 'error' : 'info';
}

function firstTime(records: readonly LogRecord[]): number | null {
  const at = records.find((record) => record.at !== null)?.at;
  return at ? microsOf(at) || null : null;
}
