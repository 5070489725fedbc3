import type { Disposable } from './lifecycle';
import { toDisposable } from './lifecycle';

/** Those who hear when something happens. Telling is cheap; joining and leaving cost a copy of the list. */
export class Listeners<Told extends readonly unknown[] = []> {
  #all: readonly ((...told: Told) => void)[] = [];

  get size(): number {
    return this.#all.length;
  }

  /** Until it is disposed of; a function that is added twice hears twice. */
  add(listener: (...told: Told) => void): Disposable {
    const own = (...told: Told) => listener(...told);
    this.#all = [...this.#all, own];
    return toDisposable(() => void (this.#all = this.#all.filter((each) => each !== own)));
  }

  /** Calls each, in the order they came, before it returns; who joins or leaves meanwhile does so for the next time. */
  tell(...told: Told): void {
    for (const listener of this.#all) listener(...told);
  }

  /** Nobody hears any more. */
  clear(): void {
    this.#all = [];
  }
}
