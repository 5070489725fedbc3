/** Something that was opened and must be closed: a stream, timer, process, watcher or subscription. */
export interface Disposable {
  dispose(): void | Promise<void>;
}

/** Turns a function into a disposable. */
export function toDisposable(dispose: () => void | Promise<void>): Disposable {
  return { dispose };
}

/**
 * Holds what its owner opened, and disposes of everything once, last opened first. An item added after that is
 * disposed of at once, so a late one cannot leak.
 */
export class DisposableStore implements Disposable {
  #items: Disposable[] = [];
  #ended = false;

  get disposed(): boolean {
    return this.#ended;
  }

  /** Takes ownership of `item` and returns it. */
  add<T extends Disposable>(item: T): T {
    if (this.#ended) void item.dispose();
    else this.#items.push(item);
    return item;
  }

  /** Calls `dispose` when the store is disposed of. */
  defer(dispose: () => void | Promise<void>): void {
    this.add(toDisposable(dispose));
  }

  /** Disposes of one item now. */
  async release(item: Disposable): Promise<void> {
    const index = this.#items.indexOf(item);
    if (index >= 0) this.#items.splice(index, 1);
    await item.dispose();
  }

  /** Disposes of every item even when one fails, then throws the first failure. */
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
