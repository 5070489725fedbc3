import type { WatchMarker } from '@shared/contract/watch';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { Event } from '../etcd/gen/mvcc_pb';
import { EventChunk, place } from './event-chunk';

export interface EventLogBounds {
  readonly events: number;
  /** Of keys, values and previous values. */
  readonly bytes: number;
}

export const defaultBounds: EventLogBounds = { events: 100_000, bytes: 64 * 1024 * 1024 };

/** An event or marker of the log: its place in a chunk. Good until the next change of the log. */
export interface Entry {
  readonly chunk: EventChunk;
  readonly index: number;
  /** null for an event. */
  readonly marker: WatchMarker | null;
}

/**
 * What a watch received, bounded: the last events, as many as the bounds let in, and between them what happened to the
 * watch itself. Entries are numbered from 0 on for as long as the log lives. While it is paused, what is added waits:
 * views see the log up to `visibleEnd`.
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

  /** Number of the first entry that is held. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next entry will have. */
  get end(): number {
    return this.#end;
  }

  /** Entries before it are shown: all, or those from before the pause. */
  get visibleEnd(): number {
    return Math.max(this.#pause?.end ?? this.#end, this.#first);
  }

  /** Events that were ever added. */
  get received(): number {
    return this.#received;
  }

  /** Events that the bounds pushed out. */
  get dropped(): number {
    return this.#dropped;
  }

  get paused(): boolean {
    return this.#pause !== null;
  }

  /** Events added since the pause. */
  get waiting(): number {
    return this.#pause ? this.#received - this.#pause.received : 0;
  }

  /** Whether half of what the log may hold waits: more would push out what is shown, then what waits. */
  get waitsLong(): boolean {
    if (!this.#pause) return false;
    const bytes = this.#receivedBytes - this.#pause.bytes;
    return this.waiting >= this.#bounds.events / 2 || bytes >= this.#bounds.bytes / 2;
  }

  /** Adds events in their order, copied, all received at `at` (milliseconds since 1970). */
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

  /** Forgets what is shown. What waits stays. */
  clear(): void {
    const end = this.visibleEnd;
    while (this.#first < end) this.#forgetFirst();
    this.#changed();
  }

  /** Entry of that number; null when it is not held. Cheap: a search in the list of chunks. */
  entry(seq: number): Entry | null {
    if (seq < this.#first || seq >= this.#end) return null;
    const chunk = this.#chunkOf(seq);
    return chunk ? { chunk, index: seq - chunk.first, marker: this.#markers.get(seq) ?? null } : null;
  }

  /** Calls `listener` once after each change. */
  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  /** The chunk that takes the next entry. */
  #chunk(): EventChunk {
    const last = this.#chunks.at(-1);
    if (last && !last.full) return last;
    last?.seal();
    const next = new EventChunk(this.#end);
    this.#chunks.push(next);
    return next;
  }

  /** The last event stays however large it is. */
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

  /** The last chunk that begins at `seq` or before. */
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
