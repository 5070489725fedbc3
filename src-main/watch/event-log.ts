import type { WatchMarker } from '@shared/contract/watch';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { Event } from '../etcd/gen/mvcc_pb';
import { EventChunk, place } from './event-chunk';

export interface EventLogBounds {
  readonly events: number;
  /** Bytes of keys, values and previous values. */
  readonly bytes: number;
}

export const defaultBounds: EventLogBounds = { events: 100_000, bytes: 64 * 1024 * 1024 };

/** An event or marker of the log: its place in a chunk. Valid until the next change of the log. */
export interface Entry {
  readonly chunk: EventChunk;
  readonly index: number;
  /** null for an event. */
  readonly marker: WatchMarker | null;
}

/**
 * The latest events of a watch, as many as the bounds allow, with markers for what happened to the watch itself.
 * Entries are numbered from 0 over the whole life of the log. While it is paused, new entries wait: views see the
 * log up to `visibleEnd`.
 */
export class EventLog {
  readonly #bounds: EventLogBounds;
  readonly #chunks: EventChunk[] = [];
  readonly #markers = new Map<number, WatchMarker>();
  readonly #listeners = new Listeners();
  #first = 0;
  #end = 0;
  #bytes = 0;
  #received = 0;
  #receivedBytes = 0;
  #dropped = 0;
  #pause: { readonly end: number; readonly received: number; readonly bytes: number } | null = null;

  constructor(bounds: EventLogBounds = defaultBounds) {
    this.#bounds = bounds;
  }

  /** Number of the first entry still held. */
  get first(): number {
    return this.#first;
  }

  /** Number of the next entry. */
  get end(): number {
    return this.#end;
  }

  /** Entries before it are shown: all of them, or those from before the pause. */
  get visibleEnd(): number {
    return Math.max(this.#pause?.end ?? this.#end, this.#first);
  }

  /** How many events were ever added. */
  get received(): number {
    return this.#received;
  }

  /** How many events the bounds dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  get paused(): boolean {
    return this.#pause !== null;
  }

  /** How many events were added since the pause. */
  get waiting(): number {
    return this.#pause ? this.#received - this.#pause.received : 0;
  }

  /** Whether half of the log's capacity is waiting. More would push out first what is shown, then what waits. */
  get waitsLong(): boolean {
    if (!this.#pause) return false;
    const bytes = this.#receivedBytes - this.#pause.bytes;
    return this.waiting >= this.#bounds.events / 2 || bytes >= this.#bounds.bytes / 2;
  }

  /** Adds copies of events in order, all received at `at` (milliseconds since 1970). */
  add(events: readonly Event[], at: number): void {
    if (events.length === 0) return;
    for (const event of events) {
      const bytes = this.#chunk().add(event, at);
      this.#end++;
      this.#received++;
      this.#bytes += bytes;
      this.#receivedBytes += bytes;
      this.#bound();
    }
    this.#changed();
  }

  mark(marker: WatchMarker, at: number): void {
    this.#markers.set(this.#end, marker);
    this.#chunk().addMarker(at);
    this.#end++;
    this.#bound();
    this.#changed();
  }

  pause(paused: boolean): void {
    if (paused === this.paused) return;
    this.#pause = paused ? { end: this.#end, received: this.#received, bytes: this.#receivedBytes } : null;
    this.#changed();
  }

  /** Removes what is shown; keeps what waits. */
  clear(): void {
    const end = this.visibleEnd;
    while (this.#first < end) this.#forgetFirst();
    this.#changed();
  }

  /** The entry with that number; null when it is not held. Cheap: a search in the list of chunks. */
  entry(seq: number): Entry | null {
    if (seq < this.#first || seq >= this.#end) return null;
    const chunk = this.#chunkOf(seq);
    return chunk ? { chunk, index: seq - chunk.first, marker: this.#markers.get(seq) ?? null } : null;
  }

  /** Calls `listener` once after each change. */
  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  /** The chunk for the next entry. */
  #chunk(): EventChunk {
    const last = this.#chunks.at(-1);
    if (last && !last.full) return last;
    last?.seal();
    const next = new EventChunk(this.#end);
    this.#chunks.push(next);
    return next;
  }

  /** The last event stays, however large it is. */
  #bound(): void {
    const { events, bytes } = this.#bounds;
    while (this.#end - this.#first > events || (this.#bytes > bytes && this.#end - this.#first > 1)) {
      if (this.#forgetFirst() === 'event') this.#dropped++;
    }
  }

  #forgetFirst(): 'event' | 'marker' {
    const seq = this.#first++;
    const [chunk] = this.#chunks;
    if (!chunk) return 'marker';
    const index = seq - chunk.first;
    const kind = chunk.what(index) === place.marker ? 'marker' : 'event';
    this.#bytes -= chunk.size(index);
    this.#markers.delete(seq);
    if (index + 1 === chunk.count) this.#chunks.shift();
    return kind;
  }

  /** The last chunk that begins at or before `seq`. */
  #chunkOf(seq: number): EventChunk | undefined {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#chunks[middle]?.first ?? Infinity) <= seq) low = middle;
      else high = middle - 1;
    }
    return this.#chunks[low];
  }

  #changed(): void {
    this.#listeners.tell();
  }
}
