import type { FailureValue } from '@shared/contract/failures';
import type { KeyRange } from '@shared/contract/keys';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { DisposableStore } from '../base/lifecycle';
import { Slices } from '../base/pace/slices';
import type { KeyEvent, KeyListener, KeySource, Missed } from './source/source';

export interface FollowerOptions {
  readonly event: (event: KeyEvent) => void;
  /** Ends a batch of events; the last of them is at `revision`. */
  readonly batch: (revision: bigint) => void;
  /** Whether all ranges are served now, and if not, why. `behind`: see `KeyListener.following`. */
  readonly served: (isServed: boolean, failure: FailureValue | null, behind: bigint | null) => void;
}

/** Events between two checks of the clock. */
const LOOK_EVERY = 64;

/**
 * The events of some ranges from a revision on, delivered in slices, so that a transaction of 100,000 keys does
 * not block the event loop. It ends when `missed` settles.
 */
export class Following implements Disposable {
  /** Resolves when events cannot be known any more. Rejects with etcd's refusal. */
  readonly missed: Promise<Missed>;
  readonly #options: FollowerOptions;
  readonly #store = new DisposableStore();
  readonly #slices: Slices;
  readonly #lost = new Set<KeyRange>();
  readonly #behind = new Map<KeyRange, bigint>();
  #queue: (readonly KeyEvent[])[] = [];
  /** How many entries at the start of the queue are done. */
  #done = 0;

  constructor(source: KeySource, ranges: readonly KeyRange[], from: bigint, options: FollowerOptions) {
    this.#options = options;
    this.#slices = this.#store.add(new Slices((deadline) => this.#work(deadline)));
    this.missed = new Promise((resolve, reject) => {
      for (const range of ranges) {
        this.#store.add(
          source.watch(range, from, {
            ...this.#listener(range),
            missed: (why) => resolve(why),
            failed: (failure) => reject(new Failure(failure.code, failure.data)),
          }),
        );
      }
    });
  }

  dispose(): Promise<void> {
    this.#queue = [];
    return this.#store.dispose();
  }

  #listener(range: KeyRange): Omit<KeyListener, 'missed' | 'failed'> {
    return {
      following: (behind) => {
        const was = this.#behind.get(range) ?? null;
        if (behind === null) this.#behind.delete(range);
        else this.#behind.set(range, behind);
        const isNew = this.#lost.delete(range) || was !== behind;
        if (isNew && this.#lost.size === 0) this.#options.served(true, null, this.#mostBehind());
      },
      lost: (failure) => {
        this.#lost.add(range);
        this.#behind.delete(range);
        this.#options.served(false, failure, null);
      },
      events: (events) => {
        this.#queue.push(events);
        if (!this.#slices.busy && !this.#work(performance.now() + FIRST_MS)) this.#slices.start();
      },
    };
  }

  #mostBehind(): bigint | null {
    let most: bigint | null = null;
    for (const revision of this.#behind.values()) if (most === null || revision > most) most = revision;
    return most;
  }

  /** Delivers events until `deadline`; true when none are left. */
  #work(deadline: number): boolean {
    let revision: bigint | null = null;
    for (let looked = 1; ; looked++) {
      const [events] = this.#queue;
      const event = events?.[this.#done];
      if (event) {
        this.#options.event(event);
        revision = event.revision;
        this.#done++;
      } else if (events) {
        this.#queue.shift();
        this.#done = 0;
      } else break;
      if (looked % LOOK_EVERY === 0 && performance.now() > deadline) break;
    }
    if (revision !== null) this.#options.batch(revision);
    return this.#queue.length === 0;
  }
}

/** A few events are delivered at once, without a turn of the event loop. Milliseconds. */
const FIRST_MS = 2;
