/**
 * A rate limit: an action may run once in `intervalMs` on average. A quiet time saves up to `burst` actions, which
 * may then run back to back.
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

  /** Spends one action. Returns the milliseconds until the next is allowed, 0 when one is still left. */
  spend(): number {
    const now = this.clock();
    this.#saved = Math.min(this.burst, this.#saved + (now - this.#at) / this.intervalMs) - 1;
    this.#at = now;
    return Math.max(0, (1 - this.#saved) * this.intervalMs);
  }
}
