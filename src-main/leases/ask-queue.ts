import type { Disposable } from '../base/lifecycle';
import { DueQueue } from './due-queue';

/** Maximum calls at a time, and how many of them may be for items out of sight. */
const MAX_CALLS = 8;
const MAX_BACKGROUND = 4;

export interface AskQueueOptions<T> {
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Asks for one item. Never fails. Afterwards the item is in the queue only if it was put there again. */
  readonly ask: (item: T) => Promise<void>;
}

/**
 * Asks for each item when it is due: a few at a time, those in sight first. When calls fall behind, items are
 * asked for later; nothing piles up.
 */
export class AskQueue<T> implements Disposable {
  readonly #options: AskQueueOptions<T>;
  readonly #sight = new DueQueue<T>();
  readonly #rest = new DueQueue<T>();
  /** The items being asked for, with their next time in the queue; null for none. */
  readonly #asking = new Map<T, { at: number; inSight: boolean } | null>();
  #background = 0;
  #timer: NodeJS.Timeout | null = null;
  #pumping = false;
  #ended = false;

  constructor(options: AskQueueOptions<T>) {
    this.#options = options;
  }

  /** Asks for `item` at `at`, or as soon after that as there is room. */
  set(item: T, at: number, inSight: boolean): void {
    if (this.#asking.has(item)) {
      this.#asking.set(item, { at, inSight });
      return;
    }
    const [queue, other] = inSight ? [this.#sight, this.#rest] : [this.#rest, this.#sight];
    other.delete(item);
    queue.set(item, at);
    this.#pumpSoon();
  }

  /** Asks for this now, unless it is being asked for. */
  hurry(item: T): void {
    if (this.#asking.has(item)) return;
    const queue = this.#sight.has(item) ? this.#sight : this.#rest;
    queue.set(item, this.#options.clock());
    this.#pumpSoon();
  }

  delete(item: T): void {
    if (this.#asking.has(item)) this.#asking.set(item, null);
    this.#sight.delete(item);
    this.#rest.delete(item);
  }

  dispose(): void {
    this.#ended = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** After the current turn, because many items are often added together. */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    queueMicrotask(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    while (!this.#ended && this.#asking.size < MAX_CALLS) {
      const now = this.#options.clock();
      const [sight, rest] = [this.#sight.first, this.#background < MAX_BACKGROUND ? this.#rest.first : null];
      if (sight && sight.at <= now) void this.#run(sight.item, this.#sight);
      else if (rest && rest.at <= now) void this.#run(rest.item, this.#rest);
      else {
        const next = Math.min(sight?.at ?? Infinity, rest?.at ?? Infinity);
        if (next < Infinity) this.#timer = setTimeout(() => this.#pump(), Math.min(next - now, LONGEST_MS));
        return;
      }
    }
  }

  async #run(item: T, queue: DueQueue<T>): Promise<void> {
    const isBackground = queue === this.#rest;
    queue.delete(item);
    this.#asking.set(item, null);
    if (isBackground) this.#background++;
    try {
      await this.#options.ask(item);
    } finally {
      if (isBackground) this.#background--;
      const after = this.#asking.get(item);
      this.#asking.delete(item);
      if (after && !this.#ended) this.set(item, after.at, after.inSight);
      this.#pumpSoon();
    }
  }
}

/** Node's timers are limited to 31 bits of milliseconds; the queue checks again after this time. */
const LONGEST_MS = 24 * 60 * 60 * 1000;
