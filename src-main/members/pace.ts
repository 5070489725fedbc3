/**
 * While something is about to change, a member is asked again this soon after its answer. A status costs an etcd
 * on loopback under 0.2 ms, and a change shown after more than 100 ms is shown late.
 */
export const FAST_MS = 25;

/** How long a trouble justifies fast polling; after that it is there to stay. */
export const FAST_FOR_MS = 10_000;

/** A monotonic time in milliseconds. */
export type Clock = () => number;

/** Tracks since when something is in trouble, and whether that is recent enough for fast polling. */
export class Trouble {
  #since: number | null;

  constructor(
    private readonly clock: Clock,
    inTrouble: boolean,
  ) {
    this.#since = inTrouble ? clock() : null;
  }

  /** A trouble that continues keeps its beginning. Returns whether a trouble began just now. */
  update(inTrouble: boolean): boolean {
    const begins = inTrouble && this.#since === null;
    if (begins) this.#since = this.clock();
    if (!inTrouble) this.#since = null;
    return begins;
  }

  /** Treats the trouble as if it began now. */
  restart(): void {
    this.#since = this.clock();
  }

  get isRecent(): boolean {
    return this.#since !== null && this.clock() - this.#since < FAST_FOR_MS;
  }
}

/** Times of the latest call, on one `Clock`. */
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
