/** The latest output of a terminal, in a ring. Positions count bytes from the first ever written. */
export class Scrollback {
  readonly #ring: Uint8Array;
  #end = 0;

  /** `capacity` is how many bytes are kept, and the memory used. */
  constructor(capacity: number) {
    this.#ring = new Uint8Array(capacity);
  }

  /** The first position still available. */
  get first(): number {
    return Math.max(0, this.#end - this.#ring.length);
  }

  get end(): number {
    return this.#end;
  }

  append(bytes: Uint8Array): void {
    const kept = bytes.subarray(Math.max(0, bytes.length - this.#ring.length));
    const at = (this.#end + bytes.length - kept.length) % this.#ring.length;
    const untilEdge = this.#ring.length - at;
    this.#ring.set(kept.subarray(0, untilEdge), at);
    this.#ring.set(kept.subarray(untilEdge), 0);
    this.#end += bytes.length;
  }

  /**
   * Up to `most` bytes from `after` on. If those were dropped, starts at the first whole line available: half an
   * escape sequence or character at the start would show as garbage.
   */
  read(after: number, most: number): { from: number; data: Uint8Array } {
    const from = after < this.first ? this.#firstLine() : Math.min(after, this.#end);
    const data = new Uint8Array(Math.min(most, this.#end - from));
    const at = from % this.#ring.length;
    const head = this.#ring.subarray(at, Math.min(at + data.length, this.#ring.length));
    data.set(head);
    data.set(this.#ring.subarray(0, data.length - head.length), head.length);
    return { from, data };
  }

  #firstLine(): number {
    for (let place = this.first; place < this.#end; place++) {
      if (this.#ring[place % this.#ring.length] === NEWLINE) return place + 1;
    }
    return this.first;
  }
}

const NEWLINE = 0x0a;
