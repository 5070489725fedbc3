import type { Disposable } from '../base/lifecycle';
import type { Log, LogFields } from '../base/log';

/** After a refusal is logged, others are only counted for this long. Milliseconds. */
const QUIET_MS = 60_000;

/** Logs refused connections, of which anybody can make any number: one in full, and how many came after it. */
export class RefusalLog implements Disposable {
  readonly #log: Log;
  #more = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  take(fields: LogFields): void {
    if (this.#timer) {
      this.#more++;
      return;
    }
    this.#log.warn('a connection was refused', fields);
    this.#timer = setTimeout(() => this.#tell(), QUIET_MS).unref();
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#tell();
  }

  #tell(): void {
    this.#timer = null;
    if (this.#more > 0) this.#log.warn('more connections were refused', { count: this.#more });
    this.#more = 0;
  }
}
