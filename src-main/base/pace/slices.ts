import type { Disposable } from '../lifecycle';

/** How long one slice of work may block the event loop, in milliseconds. The engine's own limit is 50 at p99. */
const SLICE_MS = 6;

/**
 * Runs long work in slices: calls `step` in turns of the event loop, each with a deadline, until it reports that
 * it is done.
 */
export class Slices implements Disposable {
  #next: NodeJS.Immediate | null = null;
  #busy = false;
  #ended = false;

  constructor(private readonly step: (deadline: number) => boolean) {}

  /** Whether work is left. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Starts the work, or continues it. The first slice runs in a later turn. */
  start(): void {
    if (this.#ended) return;
    this.#busy = true;
    this.#next ??= setImmediate(() => {
      this.#next = null;
      this.#busy = !this.step(performance.now() + SLICE_MS);
      if (this.#busy) this.start();
    });
  }

  dispose(): void {
    this.#ended = true;
    if (this.#next) clearImmediate(this.#next);
  }
}

/** For long work in a loop: lets the event loop turn when a slice's time is over. */
export class Breather {
  #deadline = performance.now() + SLICE_MS;

  /** Whether it is time to call `breathe`. */
  get isDue(): boolean {
    return performance.now() > this.#deadline;
  }

  async breathe(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#deadline = performance.now() + SLICE_MS;
  }
}

/** Steps of `inSlices` between two checks of the clock. */
const LOOK_EVERY = 64;

/**
 * Calls `step` until it returns false, in slices; work that fits into one ends before the first `await`. Rejects as
 * `signal` does when that aborts between two slices, and when `step` throws.
 */
export async function inSlices(signal: AbortSignal | undefined, step: () => boolean): Promise<void> {
  const breather = new Breather();
  for (let done = 1; step(); done++) {
    if (done % LOOK_EVERY !== 0 || !breather.isDue) continue;
    await breather.breathe();
    signal?.throwIfAborted();
  }
}

/** Calls `take` with each item, as `inSlices` does. Items that are added to a Map or a Set meanwhile are among them. */
export function eachInSlices<T>(
  signal: AbortSignal | undefined,
  items: Iterable<T>,
  take: (item: T) => void,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  return inSlices(signal, () => {
    const next = iterator.next();
    if (next.done === true) return false;
    take(next.value);
    return true;
  });
}
