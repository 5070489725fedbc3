import { Chunk, CHUNK_KEYS } from './chunk';

/**
 * A sorted set for millions of keys, packed in chunks of up to 256, with about 5 bytes a key of overhead. Keys are
 * addressed by their ordinal in etcd's byte order. A search, insert or delete costs a binary search and a move
 * within one chunk. Ordinals after a change are summed up again when next needed (one addition a chunk).
 */
export class KeyIndex {
  readonly #chunks: Chunk[] = [];
  #size = 0;
  #version = 0;
  /** The ordinal of each chunk's first key; valid up to and including chunk `#summed`. */
  #starts = new Uint32Array(16);
  #summed = 0;

  get size(): number {
    return this.#size;
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  /**
   * The chunks, read-only. A chunk's `stamp` tells whether its keys, or the key before its first, changed. A
   * result computed from neighbours within a chunk stays valid as long as the stamp does.
   */
  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  /** Bytes held in memory, without the chunk objects (about 200 bytes for 256 keys). */
  get footprint(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.footprint, this.#starts.byteLength);
  }

  /** The key of that ordinal, copied; empty when there is none. */
  at(ordinal: number): Uint8Array {
    if (ordinal < 0 || ordinal >= this.#size) return new Uint8Array();
    const place = this.chunkOf(ordinal);
    return this.#chunks[place]?.key(ordinal - this.startOf(place)) ?? new Uint8Array();
  }

  has(key: Uint8Array): boolean {
    const chunk = this.#chunks[this.#placeOf(key)];
    if (!chunk) return false;
    const at = chunk.lowerBound(key);
    return at < chunk.count && chunk.compare(at, key) === 0;
  }

  /** How many keys come before `key`, which is also its ordinal if it is in the index. */
  rank(key: Uint8Array): number {
    const place = this.#placeOf(key);
    return this.startOf(place) + (this.#chunks[place]?.lowerBound(key) ?? 0);
  }

  /** Ordinal of the first key of a chunk. */
  startOf(place: number): number {
    for (let at = this.#summed; at < place; at++)
      this.#starts[at + 1] = (this.#starts[at] ?? 0) + (this.#chunks[at]?.count ?? 0);
    this.#summed = Math.max(this.#summed, place);
    return this.#starts[place] ?? 0;
  }

  /** The chunk that contains the key with that ordinal. */
  chunkOf(ordinal: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    this.startOf(Math.max(high, 0));
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= ordinal) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Adds a copy of a key. False when it is already there. Cheapest after the last key. */
  insert(key: Uint8Array): boolean {
    const last = this.#chunks.at(-1);
    if (!last || (last.count > 0 && last.compare(last.count - 1, key) < 0)) {
      this.#append(key);
      return true;
    }
    let place = this.#placeOf(key);
    let chunk = this.#chunks[place] ?? last;
    let at = chunk.lowerBound(key);
    if (at < chunk.count && chunk.compare(at, key) === 0) return false;
    if (chunk.isFullFor(key.length)) {
      const cut = chunk.count < 2 ? at : chunk.count >>> 1;
      const right = chunk.split(cut);
      this.#add(place + 1, right);
      if (at > cut || (at === cut && cut > 0)) {
        this.#changed(place, chunk);
        [place, chunk, at] = [place + 1, right, at - cut];
      }
    }
    chunk.insert(at, key);
    this.#size++;
    this.#changed(place, chunk);
    return true;
  }

  /** Removes a key. False when it is not there. */
  delete(key: Uint8Array): boolean {
    const place = this.#placeOf(key);
    const chunk = this.#chunks[place];
    const at = chunk?.lowerBound(key) ?? 0;
    if (!chunk || at >= chunk.count || chunk.compare(at, key) !== 0) return false;
    chunk.delete(at);
    this.#size--;
    this.#changed(place, chunk);
    if (chunk.count === 0) this.#remove(place);
    else if (!this.#join(place)) this.#join(place - 1);
    return true;
  }

  /** Joins a chunk with the next one when both have become small. */
  #join(place: number): boolean {
    const [chunk, next] = [this.#chunks[place], this.#chunks[place + 1]];
    if (!chunk || !next || chunk.count + next.count > CHUNK_KEYS / 2 || chunk.isFullFor(next.size))
      return false;
    chunk.append(next);
    this.#chunks.splice(place + 1, 1);
    this.#changed(place, chunk);
    return true;
  }

  #append(key: Uint8Array): void {
    let last = this.#chunks.at(-1);
    if (!last || last.isFullFor(key.length)) {
      last?.trim();
      last = new Chunk();
      this.#add(this.#chunks.length, last);
    }
    last.insert(last.count, key);
    this.#changed(this.#chunks.length - 1, last);
    this.#size++;
  }

  /** The chunk that contains `key` or would contain it: the last one whose first key is `key` or comes before it. */
  #placeOf(key: Uint8Array): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#chunks[middle]?.compare(0, key) ?? 1) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #add(place: number, chunk: Chunk): void {
    this.#chunks.splice(place, 0, chunk);
    if (this.#chunks.length + 1 >= this.#starts.length) {
      const grown = new Uint32Array(this.#starts.length * 2);
      grown.set(this.#starts);
      this.#starts = grown;
    }
    this.#changed(place, chunk);
  }

  #remove(place: number): void {
    this.#chunks.splice(place, 1);
    this.#summed = Math.min(this.#summed, place);
  }

  /** The keys of the chunk at `place` changed, so the next chunk has another key before its first. */
  #changed(place: number, chunk: Chunk | undefined): void {
    const stamp = ++this.#version;
    if (chunk) chunk.stamp = stamp;
    const next = this.#chunks[place + 1];
    if (next) next.stamp = stamp;
    this.#summed = Math.min(this.#summed, place);
  }
}
