import type { Disposable } from '../base/lifecycle';
import type { Log } from '../base/log';

/** Anyone on this machine can be refused any number of times, so refusals are logged at most this often. */
const TELL_EVERY_MS = 60_000;

/** Logs the first refusal of each kind in a minute at once, and the number of the others when the minute is over. */
export class Refusals implements Disposable {
  readonly #log: Log;
  readonly #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  add(reason: string): void {
    const count = this.#counts.get(reason);
    this.#counts.set(reason, (count ?? 0) + 1);
    if (count === undefined) this.#log.warn('a request was refused', { reason });
    this.#timer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS).unref();
  }

  dispose(): void {
    if (this.#timer) this.#tell();
  }

  #tell(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    for (const [reason, count] of this.#counts) {
      if (count > 1) this.#log.warn('more requests were refused', { reason, count: count - 1 });
    }
    this.#counts.clear();
  }
}
