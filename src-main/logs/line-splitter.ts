const NEWLINE = 10;

/** A line of a file; `cut` counts the bytes dropped beyond the limit. */
export interface Line {
  readonly text: string;
  readonly cut: number;
}

/**
 * Splits a stream of bytes into lines. A partial line is held until its end arrives, so that multi-byte characters
 * stay whole. Of a line longer than `maxBytes` the first `maxBytes` are kept.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #held = 0;
  #cut = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in `chunk`. Copies what it keeps, so the caller may reuse the buffer. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from);
      if (end < 0) break;
      lines.push(this.#finish(chunk.subarray(from, end)));
      from = end + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from));
    return lines;
  }

  /** The unfinished line so far, '' when there is none. */
  get rest(): string {
    return decode(Buffer.concat(this.#parts));
  }

  /** Ends the unfinished line: null when there is none. */
  end(): Line | null {
    return this.#held > 0 ? this.#finish(Buffer.alloc(0)) : null;
  }

  #finish(last: Buffer): Line {
    if (this.#held === 0 && last.length <= this.#maxBytes) return { text: decode(last), cut: 0 };
    this.#hold(last);
    const line = { text: decode(Buffer.concat(this.#parts)), cut: this.#cut };
    this.#parts = [];
    this.#held = 0;
    this.#cut = 0;
    return line;
  }

  #hold(part: Buffer): void {
    const room = wholeCharacters(part, this.#maxBytes - this.#held);
    if (room > 0 && this.#cut === 0) {
      this.#parts.push(Buffer.from(part.subarray(0, room)));
      this.#held += room;
      this.#cut += part.length - room;
    } else this.#cut += part.length;
  }
}

/** How many bytes of `part`, at most `room`, fit without splitting a character. */
function wholeCharacters(part: Buffer, room: number): number {
  if (part.length <= room) return part.length;
  let end = Math.max(room, 0);
  while (end > 0 && ((part[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}

function decode(bytes: Buffer): string {
  const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, end);
}
