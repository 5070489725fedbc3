import { keepsStatus, type MemberRow } from '@shared/contract/members';
import type { Disposable } from '../base/lifecycle';
import type { Clock } from './pace';

/** Since when members that used to answer do not. */
export class Silences implements Disposable {
  readonly #clock: Clock;
  readonly #recentMs: number;
  readonly #changed: () => void;
  /** By endpoint, on the clock. */
  readonly #since = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  /** `changed` is called when a silence is recent no more, `recentMs` milliseconds after it began. */
  constructor(clock: Clock, recentMs: number, changed: () => void) {
    this.#clock = clock;
    this.#recentMs = recentMs;
    this.#changed = changed;
  }

  update(rows: readonly MemberRow[]): void {
    for (const row of rows) {
      if (row.failure === null || keepsStatus(row)) this.#since.delete(row.endpoint);
      else if (!this.#since.has(row.endpoint)) {
        this.#since.set(row.endpoint, this.#clock());
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#changed(), this.#recentMs + 1);
      }
    }
  }

  isRecent({ endpoint }: MemberRow): boolean {
    const since = this.#since.get(endpoint);
    return since !== undefined && this.#clock() - since < this.#recentMs;
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
