import type { JobProgress } from '@shared/contract/jobs';
import type { Disposable } from '../base/lifecycle';
import { beginPace, countAgain, leftMsOf, type Pace, rateOf } from './pace';

/** How far the work has come; `total` is null when it is unknown. */
export type Count = Pick<JobProgress, 'done' | 'total' | 'unit'>;

/** Progress is reported at most this often: nobody can read faster. */
const TOLD_MS = 100;
/** While nothing moves, the falling rate is reported this often. */
const STALLED_MS = 1000;

/** Turns a job's counts, however often they come, into progress with a rate. */
export class Gauge implements Disposable {
  #count: Count | null = null;
  #pace: Pace | null = null;
  #progress: JobProgress | null = null;
  #told = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  /** `tell` is called when `progress` has changed; `clock` never goes back, milliseconds. */
  constructor(
    private readonly clock: () => number,
    private readonly tell: () => void,
  ) {}

  /** The progress last reported; null when nothing is measured. */
  get progress(): JobProgress | null {
    return this.#progress;
  }

  /** Pass null when there is nothing left to measure. A count in another unit starts over. */
  set(count: Count | null): void {
    if (this.#count?.unit !== count?.unit) {
      this.#pace = count && beginPace(this.clock(), count.done);
      this.#toldAt = Number.NEGATIVE_INFINITY;
    }
    this.#count = count;
    this.#told = false;
    this.#timer ??= setInterval(() => this.#tick(), TOLD_MS);
    if (this.clock() - this.#toldAt >= TOLD_MS) this.#measure();
  }

  /** Keeps the last count, without a rate. */
  dispose(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#progress = this.#count && { ...this.#count, rate: null, leftMs: null };
  }

  #tick(): void {
    const isFalling = this.#progress?.rate !== 0 && this.clock() - this.#toldAt >= STALLED_MS;
    if (!this.#told || isFalling) this.#measure();
  }

  #measure(): void {
    this.#toldAt = this.clock();
    this.#told = true;
    this.#progress = this.#count && this.#measured(this.#count);
    this.tell();
  }

  #measured(count: Count): JobProgress {
    this.#pace = countAgain(this.#pace ?? beginPace(this.#toldAt, count.done), this.#toldAt, count.done);
    const rate = rateOf(this.#pace);
    return { ...count, rate, leftMs: leftMsOf(count.done, count.total, rate) };
  }
}
