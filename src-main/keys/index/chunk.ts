/**
 * Maximum keys of a chunk. One insert moves at most this many, and after a change the outlines process that many
 * again.
 */
export const CHUNK_KEYS = 256;
/** A chunk with more bytes takes no further key; a single longer key still gets a chunk of its own. */
const CHUNK_BYTES = 64 * 1024;

/**
 * A run of neighbouring keys in etcd's byte order, packed: their bytes end to end, and where each ends. Creates no
 * object for a key. Positions are `[0, count)`; the caller keeps the order.
 */
export class Chunk {
  /** Changes whenever its keys change, or the key before its first; see `KeyIndex`. */
  stamp = 0;
  #count = 0;
  #bytes: Uint8Array;
  #ends: Uint32Array;

  constructor(bytes = new Uint8Array(8192), ends = new Uint32Array(CHUNK_KEYS)) {
    this.#bytes = bytes;
    this.#ends = ends;
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes of its keys. */
  get size(): number {
    return this.end(this.#count - 1);
  }

  /** Bytes held in memory, without its objects. */
  get footprint(): number {
    return this.#bytes.byteLength + this.#ends.byteLength;
  }

  /** The bytes of all its keys, end to end; valid until the next change. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Where the key at `at` begins in `bytes`. */
  start(at: number): number {
    return this.end(at - 1);
  }

  /** Where the key at `at` ends in `bytes`; 0 for -1. */
  end(at: number): number {
    return at < 0 ? 0 : (this.#ends[at] ?? 0);
  }

  /** The key at `at`, copied. */
  key(at: number): Uint8Array {
    return this.#bytes.slice(this.start(at), this.end(at));
  }

  /** The key at `at` without a copy; valid until the next change. */
  view(at: number): Uint8Array {
    return this.#bytes.subarray(this.start(at), this.end(at));
  }

  /** Whether a key of `length` bytes should go to another chunk. */
  isFullFor(length: number): boolean {
    return this.#count >= CHUNK_KEYS || (this.#count > 0 && this.size + length > CHUNK_BYTES);
  }

  /** Compares the key at `at` with `key`: negative when it comes before, 0 when it is the same. */
  compare(at: number, key: Uint8Array): number {
    const [bytes, start] = [this.#bytes, this.start(at)];
    const length = this.end(at) - start;
    const shared = Math.min(length, key.length);
    for (let i = 0; i < shared; i++) {
      const difference = (bytes[start + i] ?? 0) - (key[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - key.length;
  }

  /** How many of its keys come before `key`. */
  lowerBound(key: Uint8Array): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The position of the key that the byte at `offset` belongs to. */
  keyAtOffset(offset: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.end(middle) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  insert(at: number, key: Uint8Array): void {
    const [size, start] = [this.size, this.start(at)];
    this.#reserve(size + key.length);
    if (start < size) this.#bytes.copyWithin(start + key.length, start, size);
    this.#bytes.set(key, start);
    const ends = this.#ends;
    for (let i = this.#count; i > at; i--) ends[i] = (ends[i - 1] ?? 0) + key.length;
    ends[at] = start + key.length;
    this.#count++;
  }

  delete(at: number): void {
    const [size, start, end] = [this.size, this.start(at), this.end(at)];
    this.#bytes.copyWithin(start, end, size);
    const ends = this.#ends;
    for (let i = at; i < this.#count - 1; i++) ends[i] = (ends[i + 1] ?? 0) - (end - start);
    this.#count--;
  }

  /** Keeps `[0, at)` and returns the rest as a chunk of its own. */
  split(at: number): Chunk {
    const [cut, size] = [this.start(at), this.size];
    const right = new Chunk(this.#bytes.slice(cut, size));
    for (let i = at; i < this.#count; i++) right.#ends[i - at] = this.end(i) - cut;
    right.#count = this.#count - at;
    this.#count = at;
    return right;
  }

  /** Takes over the keys of the next chunk. */
  append(next: Chunk): void {
    const size = this.size;
    this.#reserve(size + next.size);
    this.#bytes.set(next.#bytes.subarray(0, next.size), size);
    for (let i = 0; i < next.#count; i++) this.#ends[this.#count + i] = size + next.end(i);
    this.#count += next.#count;
  }

  /** Frees the memory reserved for further keys. */
  trim(): void {
    if (this.size < this.#bytes.length) this.#bytes = this.#bytes.slice(0, this.size);
  }

  /** A quarter more than needed, so that appending stays cheap. */
  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.ceil(size * 1.25));
    grown.set(this.#bytes.subarray(0, this.size));
    this.#bytes = grown;
  }
}
