import type { Disposable } from '../../base/lifecycle';
import { DisposableStore } from '../../base/lifecycle';
import type { Lineage } from '../links/lineage';
import type { Patience } from '../links/patience';

/**
 * A watch that has not heard of a revision half of this time after the cluster is known to have reached it asks its
 * member for its progress, and is behind when no answer brings it there in the other half. On a link without delay;
 * milliseconds.
 */
const BEHIND_MS = 1000;

export interface LagOptions {
  readonly lineage: Lineage;
  readonly patience: Patience;
  /** The revision up to which everything has arrived. */
  readonly covered: () => bigint;
  /** Asks the member for its progress. */
  readonly ask: () => void;
  /** The watch is behind what the cluster has reached, or no longer (null). */
  readonly tell: (behind: bigint | null) => void;
}

/** Notices when an open watch does not bring what the cluster is known to have. */
export class Lag implements Disposable {
  readonly #options: LagOptions;
  readonly #store = new DisposableStore();
  #timer: NodeJS.Timeout | null = null;
  /** The revision that was reached when the timer was set. */
  #target = 0n;
  #hasAsked = false;
  #behind = false;
  /** What the member says it has sent, which counts here even where it is not certain. */
  #promised = 0n;

  constructor(options: LagOptions) {
    this.#options = options;
    this.#store.add(options.lineage.onMoved(() => this.#look()));
    this.#store.defer(() => this.#stop());
    this.#look();
  }

  /** The member sent something; `promised` is the revision up to which it says that it has sent everything, or 0. */
  heard(promised: bigint): void {
    if (promised > this.#promised) this.#promised = promised;
    if (this.#target === 0n || this.#isThere(this.#target)) this.#arrived();
  }

  dispose(): Promise<void> {
    return this.#store.dispose();
  }

  #look(): void {
    const { newest } = this.#options.lineage;
    if (this.#timer || this.#behind || this.#isThere(newest)) return;
    this.#target = newest;
    this.#hasAsked = false;
    this.#wait();
  }

  #wait(): void {
    const { patience } = this.#options;
    this.#timer = setTimeout(() => this.#due(), patience.answerMs(BEHIND_MS) / 2);
  }

  #due(): void {
    this.#timer = null;
    if (this.#isThere(this.#target)) {
      this.#look();
    } else if (!this.#hasAsked) {
      this.#hasAsked = true;
      this.#options.ask();
      this.#wait();
    } else {
      this.#behind = true;
      this.#options.tell(this.#target);
    }
  }

  #arrived(): void {
    this.#stop();
    this.#target = 0n;
    if (this.#behind) this.#options.tell(null);
    this.#behind = false;
    this.#look();
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #isThere(revision: bigint): boolean {
    return this.#promised >= revision || this.#options.covered() >= revision;
  }
}
