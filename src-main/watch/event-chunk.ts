import { type Event, Event_EventType } from '../etcd/gen/mvcc_pb';

/** Maximum events of a chunk, which are dropped together. */
export const CHUNK_EVENTS = 1024;
/** A chunk with this many bytes takes no further event; a single larger event still gets a chunk of its own. */
const CHUNK_BYTES = 512 * 1024;

/** The content of a place: the kinds of events, or a marker. */
export const place = { created: 0, modified: 1, deleted: 2, marker: 3 } as const;

const none = new Uint8Array(0);

/**
 * A run of events, packed: numbers in columns; keys, values and previous values end to end. Creates no object for
 * an event, and keeps nothing of the message that brought it. Places are `[0, count)` and never change once added.
 */
export class EventChunk {
  #count = 0;
  readonly #what = new Uint8Array(CHUNK_EVENTS);
  readonly #hasPrevious = new Uint8Array(CHUNK_EVENTS);
  /** Milliseconds since 1970. */
  readonly #at = new Float64Array(CHUNK_EVENTS);
  readonly #revision = new BigInt64Array(CHUNK_EVENTS);
  readonly #created = new BigInt64Array(CHUNK_EVENTS);
  readonly #version = new BigInt64Array(CHUNK_EVENTS);
  readonly #lease = new BigInt64Array(CHUNK_EVENTS);
  readonly #previousRevision = new BigInt64Array(CHUNK_EVENTS);
  /** Three for each event: where its key, value and previous value end in `#bytes`. */
  readonly #ends = new Uint32Array(3 * CHUNK_EVENTS);
  #bytes = Buffer.allocUnsafeSlow(16 * 1024);

  /** `first` is the log's number of its place 0. */
  constructor(readonly first: number) {}

  get count(): number {
    return this.#count;
  }

  get full(): boolean {
    return this.#count === CHUNK_EVENTS || this.#end(this.#count - 1, 2) >= CHUNK_BYTES;
  }

  /** Adds a copy of an event; returns the bytes of its keys and values. */
  add(event: Event, at: number): number {
    const { kv, prevKv } = event;
    const deleted = event.type === Event_EventType.DELETE;
    // A deletion's own pair has only the key and the deletion's revision.
    const told = deleted ? prevKv : kv;
    const index = this.#count;
    this.#what[index] = deleted ? place.deleted : kv?.version === 1n ? place.created : place.modified;
    this.#hasPrevious[index] = prevKv ? 1 : 0;
    this.#revision[index] = kv?.modRevision ?? 0n;
    this.#created[index] = told?.createRevision ?? 0n;
    this.#version[index] = told?.version ?? 0n;
    this.#lease[index] = told?.lease ?? 0n;
    this.#previousRevision[index] = prevKv?.modRevision ?? 0n;
    return this.#finish(at, kv?.key ?? none, kv?.value ?? none, prevKv?.value ?? none);
  }

  /** Adds a place for a marker, whose details are kept elsewhere. */
  addMarker(at: number): void {
    this.#what[this.#count] = place.marker;
    this.#finish(at, none, none, none);
  }

  /** Frees the memory reserved for further events. */
  seal(): void {
    const used = this.#end(this.#count - 1, 2);
    if (used === this.#bytes.length) return;
    const exact = Buffer.allocUnsafeSlow(used);
    this.#bytes.copy(exact, 0, 0, used);
    this.#bytes = exact;
  }

  what(index: number): number {
    return this.#what[index] ?? place.marker;
  }

  at(index: number): number {
    return this.#at[index] ?? 0;
  }

  revision(index: number): bigint {
    return this.#revision[index] ?? 0n;
  }

  /** 0 when unknown: for a deletion whose previous pair was compacted. */
  createRevision(index: number): bigint {
    return this.#created[index] ?? 0n;
  }

  version(index: number): bigint {
    return this.#version[index] ?? 0n;
  }

  lease(index: number): bigint {
    return this.#lease[index] ?? 0n;
  }

  /** Revision of the previous value; null when there is none. */
  previousRevision(index: number): bigint | null {
    return this.#hasPrevious[index] === 1 ? (this.#previousRevision[index] ?? 0n) : null;
  }

  /** Bytes of key, value and previous value. */
  size(index: number): number {
    return this.#end(index, 2) - this.#end(index - 1, 2);
  }

  /** These three return views, valid until the chunk is sealed. */
  key(index: number): Buffer {
    return this.#bytes.subarray(this.#end(index - 1, 2), this.#end(index, 0));
  }

  value(index: number): Buffer {
    return this.#bytes.subarray(this.#end(index, 0), this.#end(index, 1));
  }

  previous(index: number): Buffer {
    return this.#bytes.subarray(this.#end(index, 1), this.#end(index, 2));
  }

  #finish(at: number, key: Uint8Array, value: Uint8Array, previous: Uint8Array): number {
    const index = this.#count;
    const begin = this.#end(index - 1, 2);
    const [value0, previous0] = [begin + key.length, begin + key.length + value.length];
    const end = previous0 + previous.length;
    this.#grow(end, begin);
    this.#bytes.set(key, begin);
    this.#bytes.set(value, value0);
    this.#bytes.set(previous, previous0);
    this.#ends[3 * index] = value0;
    this.#ends[3 * index + 1] = previous0;
    this.#ends[3 * index + 2] = end;
    this.#at[index] = at;
    this.#count++;
    return end - begin;
  }

  #grow(needed: number, used: number): void {
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, used);
    this.#bytes = larger;
  }

  #end(index: number, which: 0 | 1 | 2): number {
    return index < 0 ? 0 : (this.#ends[3 * index + which] ?? 0);
  }
}
