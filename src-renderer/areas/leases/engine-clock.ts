/** The latest signals from which the difference is taken. */
const KEPT = 16;

/**
 * The engine's clock, as this window can know it. Whatever arrives with the engine's time on it arrives late, never
 * early: the least difference of the latest few is the nearest to the truth. Milliseconds.
 */
export class EngineClock {
  #differences: readonly number[] = [];

  /** Something that was said at `at` by the engine's clock arrived at `now` by ours. */
  heard(at: number, now: number): void {
    this.#differences = [...this.#differences.slice(1 - KEPT), now - at];
  }

  /** The same instant by our clock. */
  here(at: number): number {
    return at + (this.#differences.length > 0 ? Math.min(...this.#differences) : 0);
  }
}
