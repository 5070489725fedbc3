/** The longest wait, and the first that is not 0. Milliseconds. */
const LAST_MS = 1000;
const FIRST_MS = 50;
/** What lasted this long was no failure at once. Milliseconds. */
const LASTING_MS = 1000;

/**
 * How long to wait before something is tried again: not at all after the first failure, then 50 ms, and twice as
 * long after each further one, up to a second. Starts over when the last try lasted a second.
 */
export class Backoff {
  readonly #clock: () => number;
  /** When the last try began. */
  #triedAt = -Infinity;
  #waitMs = 0;

  /** `clock` is in milliseconds, monotonic. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Call this after each failure. Returns milliseconds; the next try is assumed to begin after them. */
  next(): number {
    const now = this.#clock();
    const lasted = now - this.#triedAt >= LASTING_MS;
    this.#waitMs = lasted ? 0 : Math.min(Math.max(this.#waitMs * 2, FIRST_MS), LAST_MS);
    this.#triedAt = now + this.#waitMs;
    return this.#waitMs;
  }
}
