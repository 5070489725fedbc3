import type { LeasesStatus } from '@shared/contract/leases';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import { LiveValue, pause } from '../base/live';
import { eachInSlices } from '../base/pace/slices';
import type { Asked, Expiry } from './expiry';
import { heardExpiry } from './expiry';
import { failureOf } from './failure-of';
import { listWait, nextAsk } from './schedule';
import { AskQueue } from './ask-queue';
import type { LeaseListing, LeaseSource } from './source';
import { TrackedLease } from './tracked-lease';

/** For this long after a grant or an end, a listing may still lack the lease or contain it. */
const LAG_MS = 500;

export interface LeaseBookOptions {
  readonly source: LeaseSource;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
}

/**
 * All leases of a cluster and their remaining time, from construction to `dispose`. Lists them about every second.
 * Asks for each lease once, then every second while it is in sight, and when it should end. Makes at most eight
 * calls at a time.
 */
export class LeaseBook implements Disposable {
  readonly phase = new LiveValue<LeasesStatus['phase']>({ kind: 'loading' });
  readonly #source: LeaseSource;
  readonly #clock: () => number;
  readonly #leases = new Map<bigint, TrackedLease>();
  /** Leases that ended lately, and when we learned it; a member that lags may still list them. */
  readonly #ended = new Map<bigint, number>();
  readonly #asks: AskQueue<TrackedLease>;
  readonly #sights = new Map<object, readonly bigint[]>();
  #inSight: ReadonlySet<bigint> = new Set();
  readonly #listeners = new Listeners();
  readonly #end = new AbortController();
  #term = 0n;
  #untracked = 0;

  constructor({ source, clock }: LeaseBookOptions) {
    this.#source = source;
    this.#clock = clock;
    this.#asks = new AskQueue({ clock, ask: (lease) => this.#ask(lease) });
    void this.#keepListing(this.#end.signal);
  }

  /** Unordered. */
  get leases(): ReadonlyMap<bigint, TrackedLease> {
    return this.#leases;
  }

  /** All leases of the cluster, including those above MAX_LEASES. */
  get total(): number {
    return this.#leases.size + this.#untracked;
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  /** Declares the leases that `viewer` has in sight from now on, replacing its previous ones. */
  look(viewer: object, ids: readonly bigint[]): void {
    if (ids.length === 0) this.#sights.delete(viewer);
    else this.#sights.set(viewer, ids);
    const before = this.#inSight;
    this.#inSight = new Set([...this.#sights.values()].flat());
    for (const id of new Set([...before, ...this.#inSight])) {
      const lease = this.#leases.get(id);
      if (lease && before.has(id) !== this.#inSight.has(id)) this.#schedule(lease);
    }
  }

  /** etcd reported that the lease exists and when it ends. */
  hear(id: bigint, asked: Asked, expiry: Expiry, grantedTtl: number | null): void {
    if (this.#end.signal.aborted) return;
    const known = this.#leases.get(id);
    const lease = known ?? this.#add(id, asked.answeredAt);
    const isSeen = lease.hear(asked, expiry, grantedTtl);
    this.#schedule(lease);
    if (isSeen || !known) this.#changed();
  }

  /** The number of keys of a lease, found out elsewhere. */
  hearKeys(id: bigint, keys: number | 'denied', askedAt: number): void {
    if (this.#leases.get(id)?.hearKeys(keys, askedAt)) this.#changed();
  }

  /** etcd reported that the lease no longer exists. */
  hearEnd(id: bigint): void {
    const lease = this.#leases.get(id);
    this.#ended.set(id, this.#clock());
    if (!lease) return;
    this.#remove(lease);
    this.#changed();
  }

  dispose(): void {
    this.#end.abort();
    this.#asks.dispose();
    this.#listeners.clear();
  }

  async #keepListing(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const askedAt = this.#clock();
      let took: number | null = null;
      try {
        const listing = await this.#source.list(signal);
        if (isAborted(signal)) return;
        took = this.#clock() - askedAt;
        await this.#apply(listing, askedAt, signal);
        if (this.phase.value.kind !== 'live') this.phase.value = { kind: 'live' };
      } catch (error) {
        if (isAborted(signal)) return;
        this.#failed(error);
      }
      await pause(listWait(took, this.#isOverdue()), signal);
    }
  }

  /** In slices, between which leases may be granted, end and be asked for. Rejects as `signal` does. */
  async #apply({ ids, total, term }: LeaseListing, askedAt: number, signal: AbortSignal): Promise<void> {
    const untracked = total - ids.length;
    let isChanged = this.phase.value.kind === 'loading' || untracked !== this.#untracked;
    const listed = new Set<bigint>();
    await eachInSlices(signal, ids, (id) => {
      listed.add(id);
      if (this.#leases.has(id) || (this.#ended.get(id) ?? -Infinity) > askedAt - LAG_MS) return;
      this.#schedule(this.#add(id, askedAt));
      isChanged = true;
    });
    await eachInSlices(signal, this.#leases.values(), (lease) => {
      if (listed.has(lease.id) || lease.heardAt > askedAt - LAG_MS) return;
      this.#remove(lease);
      isChanged = true;
    });
    await eachInSlices(signal, this.#ended, ([id, at]) => {
      if (at <= askedAt - LAG_MS) this.#ended.delete(id);
    });
    this.#untracked = untracked;
    // A new leader extends all leases.
    if (term > this.#term && this.#term > 0n)
      await eachInSlices(signal, this.#leases.values(), (lease) => this.#asks.hurry(lease));
    if (term > this.#term) this.#term = term;
    if (isChanged) this.#changed();
  }

  #add(id: bigint, heardAt: number): TrackedLease {
    const lease = new TrackedLease(id, heardAt);
    this.#leases.set(id, lease);
    this.#ended.delete(id);
    return lease;
  }

  #remove(lease: TrackedLease): void {
    this.#leases.delete(lease.id);
    this.#asks.delete(lease);
  }

  #schedule(lease: TrackedLease): void {
    const inSight = this.#inSight.has(lease.id);
    this.#asks.set(lease, nextAsk(lease, inSight), inSight);
  }

  /** Asks for one lease; never fails. */
  async #ask(lease: TrackedLease): Promise<void> {
    const before = lease.askedAt;
    const askedAt = this.#clock();
    const keys = this.#inSight.has(lease.id) && askedAt >= lease.countAt;
    lease.askedAt = askedAt;
    try {
      const life = await this.#source.timeToLive(lease.id, { keys, signal: this.#end.signal });
      if (this.#leases.get(lease.id) !== lease) return;
      const asked = { askedAt, answeredAt: this.#clock() };
      if (keys) this.hearKeys(lease.id, life.keys.length, askedAt);
      this.hear(lease.id, asked, heardExpiry(life.ttl, asked), life.grantedTtl);
    } catch (error) {
      if (this.#leases.get(lease.id) !== lease || this.#end.signal.aborted) return;
      const { code } = failureOf(error);
      if (code === 'LEASE_NOT_FOUND') {
        this.hearEnd(lease.id);
        return;
      }
      if (code === 'PERMISSION_DENIED' && keys) {
        this.hearKeys(lease.id, 'denied', askedAt);
        lease.askedAt = before;
      }
      this.#schedule(lease);
    }
  }

  #failed(error: unknown): void {
    const failure = failureOf(error);
    const { value } = this.phase;
    const since = value.kind === 'failing' ? value.since : new Date().toISOString();
    this.phase.value = { kind: 'failing', since, failure };
  }

  #isOverdue(): boolean {
    const now = this.#clock();
    for (const { expiry } of this.#leases.values()) if (expiry && expiry.latest < now) return true;
    return false;
  }

  #changed(): void {
    this.#listeners.tell();
  }
}

/** A function, because the compiler would otherwise assume that the flag cannot change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
