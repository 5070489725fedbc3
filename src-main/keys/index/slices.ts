import type { Disposable } from '../../base/lifecycle';

/** How long one slice of work may hold the event loop, milliseconds: the engine's own bound is 50 at p99. */
const SLICE_MS = 6;

/** Long work in slices: calls `step` in turns of the event loop, each with its deadline, until it says that it is done. */
export class Slices implements Disposable {
  #next: NodeJS.Immediate | null = null;
  #busy = false;
  #ended = false;

  constructor(private readonly step: (deadline: number) => boolean) {}

  /** Whether there is work to do still. */
  get busy(): boolean {
    return this.#busy;
  }

  /** There is work (again). The first slice is in a later turn. */
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

/** Lets the event loop turn when a slice's time is over: for long work that is a loop. */
export class Breather {
  #deadline = performance.now() + SLICE_MS;

  /** Whether it is time to `breathe`. */
  get isDue(): boolean {
    return performance.now() > this.#deadline;
  }

  async breathe(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#deadline = performance.now() + SLICE_MS;
  }
}
