import { MAX_TERMINAL_BYTES } from '@shared/contract/terminal';

/**
 * Sends typed input in order: one call at a time, and everything typed meanwhile in the next. Input that
 * cannot be sent is dropped, like keys pressed on a dead line.
 */
export class Input {
  readonly #send: (data: Uint8Array) => Promise<void>;
  #waiting: Uint8Array[] = [];
  #sending = false;

  constructor(send: (data: Uint8Array) => Promise<void>) {
    this.#send = send;
  }

  write(data: Uint8Array): void {
    for (let at = 0; at < data.length; at += MAX_TERMINAL_BYTES)
      this.#waiting.push(data.subarray(at, at + MAX_TERMINAL_BYTES));
    if (!this.#sending) void this.#flush();
  }

  async #flush(): Promise<void> {
    this.#sending = true;
    while (this.#waiting.length > 0) {
      try {
        await this.#send(this.#take());
      } catch {
        this.#waiting = [];
      }
    }
    this.#sending = false;
  }

  #take(): Uint8Array {
    let [length, count] = [0, 0];
    for (const { length: more } of this.#waiting) {
      if (length + more > MAX_TERMINAL_BYTES) break;
      length += more;
      count++;
    }
    const data = new Uint8Array(length);
    let at = 0;
    for (const piece of this.#waiting.splice(0, count)) {
      data.set(piece, at);
      at += piece.length;
    }
    return data;
  }
}
