import { Failure } from '../base/failure';
import { hexId } from '../etcd/ids';
import type { LeaseSource } from './source';

interface FakeLease {
  grantedTtl: number;
  /** When it ends, on the test's clock, in milliseconds. */
  end: number;
  keys: readonly Uint8Array[];
}

/** A cluster's leases on a clock that the test advances, and a record of the calls. */
export class FakeLeases implements LeaseSource {
  readonly leases = new Map<bigint, FakeLease>();
  /** The requested leases, in order. */
  readonly asked: { readonly id: bigint; readonly keys: boolean }[] = [];
  listed = 0;
  underWay = 0;
  mostUnderWay = 0;
  term = 1n;
  /** The latency of each call, in milliseconds. */
  latencyMs = 2;
  /** The failure of each call. */
  failure: Failure | null = null;
  /** Whether its keys may be read. */
  readable = true;

  constructor(readonly clock: () => number) {}

  add(id: bigint, ttl: number, keys: readonly string[] = []): void {
    const bytes = keys.map((key) => new TextEncoder().encode(key));
    this.leases.set(id, { grantedTtl: ttl, end: this.clock() + ttl * 1000, keys: bytes });
  }

  list(signal: AbortSignal) {
    this.listed++;
    return this.#answer(
      () => ({ ids: [...this.leases.keys()], total: this.leases.size, term: this.term }),
      signal,
    );
  }

  timeToLive(id: bigint, { keys, signal }: { keys: boolean; signal?: AbortSignal | undefined }) {
    this.asked.push({ id, keys });
    return this.#answer(() => {
      const lease = this.#get(id);
      if (keys && !this.readable)
        throw new Failure('PERMISSION_DENIED', { user: 'ada', action: 'x', key: null });
      const ttl = Math.max(0, Math.trunc((lease.end - this.clock()) / 1000));
      return { id, grantedTtl: lease.grantedTtl, ttl, keys: keys ? lease.keys : [] };
    }, signal);
  }

  grant({ ttl, id }: { ttl: number; id: bigint }, signal?: AbortSignal) {
    return this.#answer(() => {
      this.add(id, ttl);
      return { id, ttl };
    }, signal);
  }

  keepAlive(id: bigint, signal?: AbortSignal) {
    return this.#answer(() => {
      const lease = this.#get(id);
      lease.end = this.clock() + lease.grantedTtl * 1000;
      return lease.grantedTtl;
    }, signal);
  }

  revoke(id: bigint, signal?: AbortSignal) {
    return this.#answer(() => {
      this.#get(id);
      this.leases.delete(id);
    }, signal);
  }

  #get(id: bigint): FakeLease {
    const lease = this.leases.get(id);
    if (!lease) throw new Failure('LEASE_NOT_FOUND', { lease: hexId(id) });
    return lease;
  }

  /** Computed after half of the latency, as a real server would. */
  async #answer<T>(answer: () => T, signal: AbortSignal | undefined): Promise<T> {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    try {
      await pass(this.latencyMs / 2);
      if (this.failure) throw this.failure;
      const value = answer();
      await pass(this.latencyMs / 2);
      if (signal?.aborted) throw new Failure('CANCELLED', { action: 'fake' });
      return value;
    } finally {
      this.underWay--;
    }
  }
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
