import type { Disposable } from './lifecycle';
import { toDisposable } from './lifecycle';

/** A set of listeners for one event. Calling them is cheap; adding or removing one copies the list. */
export class Listeners<Told extends readonly unknown[] = []> {
  #all: readonly ((...told: Told) => void)[] = [];

  get size(): number {
    return this.#all.length;
  }

  /** Adds a listener until the result is disposed of. A function that is added twice is called twice. */
  add(listener: (...told: Told) => void): Disposable {
    const own = (...told: Told) => listener(...told);
    this.#all = [...this.#all, own];
    return toDisposable(() => void (this.#all = this.#all.filter((each) => each !== own)));
  }

  /**
   * Calls each listener in the order they were added, before it returns. A listener added or removed meanwhile
   * counts from the next call.
   */
  tell(...told: Told): void {
    for (const listener of this.#all) listener(...told);
  }

  /** Removes all listeners. */
  clear(): void {
    this.#all = [];
  }
}
