/** What is opened and must be closed: a stream, timer, process, watcher, subscription. */
export interface Disposable {
  dispose(): void | Promise<void>;
}

/** Makes a disposable of a function. */
export function toDisposable(dispose: () => void | Promise<void>): Disposable {
  return { dispose };
}

/**
 * Holds what its owner opened, and disposes of it all, last opened first, once. What is added after that is
 * disposed of at once, so nothing opened late can leak.
 */
export class DisposableStore implements Disposable {
  #items: Disposable[] = [];
  #ended = false;

  get disposed(): boolean {
    return this.#ended;
  }

  /** Takes over `item` and returns it. */
  add<T extends Disposable>(item: T): T {
    if (this.#ended) void item.dispose();
    else this.#items.push(item);
    return item;
  }

  /** Takes over a function to call at the end. */
  defer(dispose: () => void | Promise<void>): void {
    this.add(toDisposable(dispose));
  }

  /** Disposes of one item now. */
  async release(item: Disposable): Promise<void> {
    const index = this.#items.indexOf(item);
    if (index >= 0) this.#items.splice(index, 1);
    await item.dispose();
  }

  /** Every item is disposed of even when one fails; the first failure is thrown at the end. */
  async dispose(): Promise<void> {
    this.#ended = true;
    const items = this.#items.reverse();
    this.#items = [];
    const failures: unknown[] = [];
    for (const item of items) {
      try {
        await item.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
