/** Number of recent signals used to estimate the difference. */
const KEPT = 16;

/**
 * Estimates the engine's clock. A message with the engine's time always arrives late, never early, so the
 * smallest difference of the latest few is closest to the truth. Milliseconds.
 */
export class EngineClock {
  #differences: readonly number[] = [];

  /** Records that a message sent at `at` by the engine's clock arrived at `now` by ours. */
  heard(at: number, now: number): void {
    this.#differences = [...this.#differences.slice(1 - KEPT), now - at];
  }

  /** The instant `at` of the engine's clock, by our clock. */
  here(at: number): number {
    return at + (this.#differences.length > 0 ? Math.min(...this.#differences) : 0);
  }
}
