import type { Chunk } from '../index/chunk';
import type { KeyIndex } from '../index/key-index';
import { MAX_DEPTH } from '../index/segments';

/** The folders of one chunk's keys: two bytes a key. Valid as long as the chunk's stamp. */
interface Part {
  readonly stamp: number;
  /** For each key: how many folders it shares with the key before it. */
  readonly shared: Uint8Array;
  /**
   * For each key: the rows of the fully open tree that begin with it, that is, its folders that are not shared,
   * and its own row.
   */
  readonly rows: Uint8Array;
  readonly rowCount: number;
  /** By depth: how many keys share that many folders or fewer. Filled on demand. */
  readonly atMost: number[];
}

/** Chunks between two checks of the clock. */
const LOOK_EVERY = 8;

/**
 * The folders of a key index, split by one delimiter, without an object for any folder. A key that shares at most
 * `d` folders with the key before it begins a new child of its folder at depth `d`. So children and rows are found
 * by sums over chunks and a look into one chunk. Answers cover the first `keys` keys, more with each `advance`,
 * and are valid until the index changes again.
 */
export class Outline {
  readonly #parts = new WeakMap<Chunk, Part>();
  #ready: Part[] = [];
  #keys = 0;
  #version = -1;
  #done = false;
  /** Rows before each chunk, and for each depth the children before each chunk. */
  #rowsBefore: number[] = [0];
  #childrenBefore = new Map<number, number[]>();

  constructor(
    readonly index: KeyIndex,
    readonly delimiter: Uint8Array,
  ) {}

  /** How many keys it covers, counted from the first. */
  get keys(): number {
    return this.#keys;
  }

  /** Rows of the fully open tree. */
  get rowCount(): number {
    return this.#rowsBefore[this.#ready.length] ?? 0;
  }

  /**
   * Applies changes to the keys it covers, and covers more keys until `deadline` (of `performance.now()`). True
   * when it covers all. Takes about 0.1 ms for 1,000 new keys, 0.2 ms for a million keys with few changes.
   */
  advance(deadline: number): boolean {
    if (this.#done && this.#version === this.index.version) return true;
    const { chunks } = this.index;
    const covered = Math.min(this.#ready.length, chunks.length);
    const ready: Part[] = [];
    for (const [place, chunk] of chunks.entries()) {
      let part = this.#parts.get(chunk);
      if (part?.stamp !== chunk.stamp) {
        if (place >= covered && place % LOOK_EVERY === 0 && performance.now() > deadline) break;
        part = this.#look(chunk, chunks[place - 1]);
        this.#parts.set(chunk, part);
      }
      ready.push(part);
    }
    this.#ready = ready;
    this.#done = ready.length === chunks.length;
    this.#keys = this.#done ? this.index.size : this.index.startOf(ready.length);
    this.#version = this.index.version;
    this.#rowsBefore = sums(ready, (part) => part.rowCount);
    this.#childrenBefore = new Map();
    return this.#done;
  }

  /** How many folders the key shares with the key before it. */
  shared(ordinal: number): number {
    const place = this.index.chunkOf(ordinal);
    return this.#ready[place]?.shared[ordinal - this.index.startOf(place)] ?? 0;
  }

  /** Rows of the fully open tree that begin before that key. */
  rowsBefore(ordinal: number): number {
    if (ordinal >= this.#keys) return this.rowCount;
    const place = this.index.chunkOf(ordinal);
    const rows = this.#ready[place]?.rows ?? none;
    let sum = this.#rowsBefore[place] ?? 0;
    for (let at = ordinal - this.index.startOf(place) - 1; at >= 0; at--) sum += rows[at] ?? 0;
    return sum;
  }

  /** The key that a row of the fully open tree begins with, and which of the key's rows it is, from 0. */
  rowAt(row: number): { ordinal: number; nth: number } {
    const place = lastAtMost(this.#rowsBefore, row, this.#ready.length);
    const rows = this.#ready[place]?.rows ?? none;
    let rest = row - (this.#rowsBefore[place] ?? 0);
    let at = 0;
    for (; at < rows.length - 1 && rest >= (rows[at] ?? 0); at++) rest -= rows[at] ?? 0;
    return { ordinal: this.index.startOf(place) + at, nth: rest };
  }

  /** Keys before that one that begin another child of a folder at that depth (0 is the top). */
  childrenBefore(depth: number, ordinal: number): number {
    const before = this.#childrenByChunk(depth);
    if (ordinal >= this.#keys) return before[this.#ready.length] ?? 0;
    const place = this.index.chunkOf(ordinal);
    const shared = this.#ready[place]?.shared ?? none;
    return (before[place] ?? 0) + countAtMost(shared, depth, ordinal - this.index.startOf(place));
  }

  /** The key that begins the `nth` such child, from 0. */
  childAt(depth: number, nth: number): number {
    const before = this.#childrenByChunk(depth);
    const place = lastAtMost(before, nth, this.#ready.length);
    const shared = this.#ready[place]?.shared ?? none;
    let rest = nth - (before[place] ?? 0);
    let at = 0;
    for (; at < shared.length - 1; at++) if ((shared[at] ?? 0) <= depth && rest-- === 0) break;
    return this.index.startOf(place) + at;
  }

  /**
   * The keys in `[from, to)` that come first in a folder (and maybe some that do not), with the number of folders
   * they share.
   */
  *folderStarts(from: number, to: number): Generator<{ ordinal: number; shared: number }> {
    for (let place = this.index.chunkOf(from); place < this.#ready.length; place++) {
      const [part, chunk, start] = [this.#ready[place], this.index.chunks[place], this.index.startOf(place)];
      if (!part || !chunk || start >= to) return;
      const end = Math.min(part.rows.length, to - start);
      for (let at = Math.max(from - start, 0); at < end; at++) {
        // A folder's first key begins a row for the folder and one for itself, unless it equals the folder's
        // path.
        if ((part.rows[at] ?? 0) > 1 || endsWith(chunk.bytes, chunk.end(at), this.delimiter))
          yield { ordinal: start + at, shared: part.shared[at] ?? 0 };
      }
    }
  }

  #childrenByChunk(depth: number): number[] {
    const known = this.#childrenBefore.get(depth);
    if (known) return known;
    const before = sums(
      this.#ready,
      (part) => (part.atMost[depth] ??= countAtMost(part.shared, depth, part.shared.length)),
    );
    this.#childrenBefore.set(depth, before);
    return before;
  }

  #look(chunk: Chunk, before: Chunk | undefined): Part {
    const shared = new Uint8Array(chunk.count);
    const rows = new Uint8Array(chunk.count);
    const cut = new Cut(this.delimiter);
    let rowCount = 0;
    if (before) cut.next(before.bytes, before.start(before.count - 1), before.end(before.count - 1));
    for (let at = 0; at < chunk.count; at++) {
      cut.next(chunk.bytes, chunk.start(at), chunk.end(at));
      shared[at] = cut.shared;
      rows[at] = cut.rows;
      rowCount += cut.rows;
    }
    return { stamp: chunk.stamp, shared, rows, rowCount, atMost: [] };
  }
}

/** Walks from key to key and reports how the folders of each differ from those of the previous one. */
class Cut {
  shared = 0;
  rows = 0;
  #bytes: Uint8Array = none;
  #start = 0;
  #length = 0;
  /** Where the folders of the previous key end, topmost first. */
  readonly #ends = new Uint32Array(MAX_DEPTH);
  #depth = 0;

  constructor(readonly delimiter: Uint8Array) {}

  next(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const same = this.#sameBytes(bytes, start, length);
    // Folders are split from the left, so those that end within the common prefix are shared.
    let shared = 0;
    while (shared < this.#depth && (this.#ends[shared] ?? 0) <= same) shared++;
    let depth = shared;
    let last = shared === 0 ? 0 : (this.#ends[shared - 1] ?? 0);
    for (let next = this.#nextEnd(bytes, start, last, length); next > 0 && depth < MAX_DEPTH; depth++) {
      last = next;
      this.#ends[depth] = last;
      next = this.#nextEnd(bytes, start, last, length);
    }
    this.shared = shared;
    this.rows = depth - shared + (last === length ? 0 : 1);
    this.#depth = depth;
    this.#bytes = bytes;
    this.#start = start;
    this.#length = length;
  }

  /** Length of the common prefix with the previous key. */
  #sameBytes(bytes: Uint8Array, start: number, length: number): number {
    const [other, otherStart] = [this.#bytes, this.#start];
    const most = Math.min(length, this.#length);
    let same = 0;
    while (same < most && bytes[start + same] === other[otherStart + same]) same++;
    return same;
  }

  /** Where the next delimiter ends, counted from `start`; 0 when there is none. */
  #nextEnd(bytes: Uint8Array, start: number, from: number, length: number): number {
    const [width, first] = [this.delimiter.length, this.delimiter[0]];
    if (first === undefined) return 0;
    for (let at = from; at + width <= length; at++)
      if (bytes[start + at] === first && (width === 1 || this.#delimiterAt(bytes, start + at)))
        return at + width;
    return 0;
  }

  #delimiterAt(bytes: Uint8Array, at: number): boolean {
    for (let i = 1; i < this.delimiter.length; i++) if (bytes[at + i] !== this.delimiter[i]) return false;
    return true;
  }
}

const none = new Uint8Array();

function endsWith(bytes: Uint8Array, end: number, tail: Uint8Array): boolean {
  if (tail.length === 0 || tail.length > end) return false;
  for (let i = 0; i < tail.length; i++) if (bytes[end - tail.length + i] !== tail[i]) return false;
  return true;
}

function sums(parts: readonly Part[], of: (part: Part) => number): number[] {
  const before = [0];
  let sum = 0;
  for (const part of parts) before.push((sum += of(part)));
  return before;
}

/** The last position in `[0, length)` whose sum is at most `value`. */
function lastAtMost(before: readonly number[], value: number, length: number): number {
  let low = 0;
  let high = Math.max(length - 1, 0);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((before[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function countAtMost(shared: Uint8Array, depth: number, length: number): number {
  let count = 0;
  for (let at = 0; at < length; at++) if ((shared[at] ?? 0) <= depth) count++;
  return count;
}
