/**
 * How soon something may be done again that may be done once in `intervalMs` on average: a quiet time saves up to `burst`
 * of them, which may then follow each other at once.
 */
export class Allowance {
  #saved: number;
  #at: number;

  constructor(
    private readonly burst: number,
    private readonly intervalMs: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.#saved = burst;
    this.#at = clock();
  }

  /** Spends one; milliseconds until there is one again, 0 when there still is. */
  spend(): number {
    const now = this.clock();
    this.#saved = Math.min(this.burst, this.#saved + (now - this.#at) / this.intervalMs) - 1;
    this.#at = now;
    return Math.max(0, (1 - this.#saved) * this.intervalMs);
  }
}
