/**
 * While something is about to change, a member is asked this soon after its answer. A status costs an etcd on
 * loopback under 0.2 ms, and what is seen later than 100 ms is seen late.
 */
export const FAST_MS = 25;

/** For so long a trouble is worth asking fast; then it is there to stay. */
export const FAST_FOR_MS = 10_000;

/** A time in milliseconds that only grows. */
export type Clock = () => number;

/** Knows since when something has been in trouble, and whether that is recent enough to ask fast. */
export class Trouble {
  #since: number | null;

  constructor(
    private readonly clock: Clock,
    inTrouble: boolean,
  ) {
    this.#since = inTrouble ? clock() : null;
  }

  /** A trouble that goes on keeps its beginning. Returns whether one began just now. */
  update(inTrouble: boolean): boolean {
    const begins = inTrouble && this.#since === null;
    if (begins) this.#since = this.clock();
    if (!inTrouble) this.#since = null;
    return begins;
  }

  /** As if it began now. */
  restart(): void {
    this.#since = this.clock();
  }

  get isRecent(): boolean {
    return this.#since !== null && this.clock() - this.#since < FAST_FOR_MS;
  }
}

/** Times of the latest call, by one `Clock`. */
export interface LatestCall {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Milliseconds from `now` until the next call: never two at once, and every `intervalMs` from start to start. */
export function delayMs(latest: LatestCall | null, now: number, fast: boolean, intervalMs: number): number {
  if (latest === null) return 0;
  const due = fast ? latest.endedAt + Math.min(FAST_MS, intervalMs) : latest.startedAt + intervalMs;
  return Math.max(0, due - now);
}
