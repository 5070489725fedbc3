import { type LeaseRow, MAX_SIGHT } from '@shared/contract/leases';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { ListSource } from '../base/list';
import type { ConnectionLeases } from './connection-leases';
import type { LeaseBook } from './lease-book';
import { type LeaseOrder, ordered } from './lease-order';
import { rowOf } from './row';
import type { TrackedLease } from './tracked-lease';

/** Sorting the leases takes at most one part in this many of the time. */
const SHARE = 20;

/** The leases of a connection in an order, as a live list. Rows in sight, as set by `look`, are kept up to date. */
export class LeaseView implements ListSource<LeaseRow> {
  readonly dropped = 0;
  readonly #leases: ConnectionLeases;
  readonly #order: LeaseOrder;
  readonly #held: { readonly book: LeaseBook } & Disposable;
  readonly #told: Disposable;
  readonly #listeners = new Listeners();
  readonly #ended: () => void;
  #shown: readonly TrackedLease[] = [];
  #version = 0;
  #isStale = true;
  /** When the list may be sorted again, on the engine's clock. */
  #nextAt = -Infinity;
  #later: NodeJS.Timeout | null = null;
  #sight: { readonly from: number; readonly to: number } = { from: 0, to: 0 };

  constructor(leases: ConnectionLeases, order: LeaseOrder, ended: () => void = () => undefined) {
    this.#leases = leases;
    this.#order = order;
    this.#ended = ended;
    this.#held = leases.hold();
    this.#told = leases.onChange(() => this.#changed());
  }

  get length(): number {
    this.#refresh();
    return this.#shown.length;
  }

  get version(): number {
    return this.#version;
  }

  rows(from: number, to: number): readonly LeaseRow[] {
    this.#refresh();
    const at = this.#leases.clock();
    return this.#shown
      .slice(Math.max(from, 0), Math.max(to, 0))
      .map((lease) => rowOf(lease, this.#leases.keepAliveOf(lease.id), at));
  }

  /** Declares that rows `[from, to)` are in sight from now on. */
  look(from: number, to: number): void {
    this.#sight = { from, to: Math.min(to, from + MAX_SIGHT) };
    this.#refresh();
    this.#tellSight();
  }

  /** The row of a lease; null when it is not shown. */
  find(id: bigint): number | null {
    this.#refresh();
    const row = this.#shown.findIndex((lease) => lease.id === id);
    return row < 0 ? null : row;
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  async dispose(): Promise<void> {
    if (this.#later) clearTimeout(this.#later);
    this.#listeners.clear();
    this.#ended();
    this.#held.book.look(this, []);
    await this.#told.dispose();
    await this.#held.dispose();
  }

  #changed(): void {
    this.#isStale = true;
    const waitMs = this.#nextAt - this.#leases.clock();
    if (waitMs <= 0) this.#tell();
    else this.#later ??= setTimeout(() => this.#tell(), waitMs + 1);
  }

  #tell(): void {
    if (this.#later) clearTimeout(this.#later);
    this.#later = null;
    this.#version++;
    this.#listeners.tell();
  }

  /** Sorts after changes: at once for a few thousand leases, less often for more. */
  #refresh(): void {
    const startedAt = this.#leases.clock();
    if (!this.#isStale || startedAt < this.#nextAt) return;
    this.#isStale = false;
    this.#shown = ordered(this.#held.book.leases.values(), this.#order);
    const tookMs = this.#leases.clock() - startedAt;
    // A few milliseconds delay nobody.
    this.#nextAt = tookMs < 5 ? -Infinity : startedAt + SHARE * tookMs;
    this.#tellSight();
  }

  #tellSight(): void {
    const { from, to } = this.#sight;
    this.#held.book.look(
      this,
      this.#shown.slice(from, to).map(({ id }) => id),
    );
  }
}
