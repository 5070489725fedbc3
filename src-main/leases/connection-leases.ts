import type { KeepAliveState, LeasesStatus } from '@shared/contract/leases';
import type { FailureValue } from '@shared/contract/failures';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { Live } from '../base/live';
import { type Log, silentLog } from '../base/log';
import { Shared } from '../base/shared';
import { hexId } from '../etcd/ids';
import { type Asked, renewedExpiry } from './expiry';
import { KeepAlive } from './keep-alive';
import { LeaseBook } from './lease-book';
import type { LeaseSource } from './source';

/** How long data is kept after the last window left, for one that comes back. Milliseconds. */
const LINGER_MS = 10_000;

/** The leases of one connection: their data while a window uses it, and those that are kept alive in any case. */
export class ConnectionLeases implements Disposable {
  readonly #keepAlives = new Map<bigint, KeepAlive>();
  readonly #listeners = new Listeners();
  readonly #book = new Shared(() => this.#open(), LINGER_MS);

  constructor(
    readonly source: LeaseSource,
    /** Milliseconds, monotonic. */
    readonly clock: () => number,
    /** Called once each time a first user arrives, when the leases were listed or could not be. */
    readonly listed: (failure: FailureValue | null) => void = () => undefined,
    readonly log: Log = silentLog,
  ) {}

  /** Keeps the data up to date until the result is disposed of. */
  hold(): { readonly book: LeaseBook } & Disposable {
    const { value, ...held } = this.#book.hold();
    return { book: value.book, ...held };
  }

  /** The status; the leases are listed as long as it has listeners. */
  get status(): Live<LeasesStatus> {
    return this.#book.live(
      () => this.#status(),
      (listener) => this.onChange(listener),
    );
  }

  /** Calls `listener` when leases, or what keeps them alive, have changed. */
  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  keepAliveOf(id: bigint): KeepAliveState | null {
    return this.#keepAlives.get(id)?.state ?? null;
  }

  /** A lease was granted or renewed for its full `ttl`. */
  renewed(id: bigint, ttl: number, asked: Asked): void {
    this.#book.value?.book.hear(id, asked, renewedExpiry(ttl, asked), ttl);
  }

  ended(id: bigint): void {
    this.#book.value?.book.hearEnd(id);
  }

  /** Keeps renewing a lease that was just renewed for `ttl` seconds. */
  keepAlive(id: bigint, ttl: number): void {
    this.#keepAlives.get(id)?.dispose();
    const { source, clock, log } = this;
    const keepAlive = new KeepAlive({
      source,
      id,
      ttl,
      clock,
      renewed: (seconds, asked) => this.renewed(id, seconds, asked),
      changed: () => this.#changed(),
      log,
    });
    this.#keepAlives.set(id, keepAlive);
    this.#changed();
  }

  stopKeepAlive(id: bigint): void {
    this.#keepAlives.get(id)?.dispose();
    if (this.#keepAlives.delete(id)) this.#changed();
  }

  async dispose(): Promise<void> {
    for (const keepAlive of this.#keepAlives.values()) keepAlive.dispose();
    this.#keepAlives.clear();
    await this.#book.dispose();
    this.#listeners.clear();
  }

  #status(): LeasesStatus {
    const book = this.#book.value?.book;
    return {
      phase: book?.phase.value ?? { kind: 'loading' },
      count: book?.total ?? 0,
      keepAlives: [...this.#keepAlives].map(([id, { state }]) => ({ id: hexId(id), state })),
    };
  }

  #open() {
    const book = new LeaseBook({ source: this.source, clock: this.clock });
    const changed = () => this.#changed();
    const first = book.phase.onChange(() => {
      const phase = book.phase.value;
      void first.dispose();
      this.listed(phase.kind === 'failing' ? phase.failure : null);
    });
    const told = [book.onChange(changed), book.phase.onChange(changed), first];
    const dispose = () => {
      for (const each of told) void each.dispose();
      book.dispose();
    };
    return { book, dispose };
  }

  #changed(): void {
    this.#listeners.tell();
  }
}
