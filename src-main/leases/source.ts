import { Failure } from '../base/failure';
import type { EtcdClient } from '../etcd/links/client';
import { Lease } from '../etcd/gen/lease_pb';
import { hexId } from '../etcd/ids';
import { firstLeases, rawLeases } from '../etcd/calls/raw-leases';
import { grantLease, keepAliveOnce, type LeaseLife, revokeLease } from '../etcd/calls/lease';

/** The existing leases, as one member knows them. */
export interface LeaseListing {
  readonly ids: readonly bigint[];
  /** All leases: `ids` has MAX_LEASES at most. */
  readonly total: number;
  /** That member's Raft term: a new leader restarts the count of all leases. */
  readonly term: bigint;
}

/** A source of leases: a cluster, or a test's. Failures are `Failure`s. */
export interface LeaseSource {
  /** TOO_OLD_FOR before etcd 3.3. */
  list(signal: AbortSignal): Promise<LeaseListing>;
  /** LEASE_NOT_FOUND; with `keys` also PERMISSION_DENIED. */
  timeToLive(id: bigint, options: { keys: boolean; signal?: AbortSignal | undefined }): Promise<LeaseLife>;
  grant(
    lease: { ttl: number; id: bigint },
    signal?: AbortSignal,
  ): Promise<{ readonly id: bigint; readonly ttl: number }>;
  /** Returns the new TTL in seconds. LEASE_NOT_FOUND. */
  keepAlive(id: bigint, signal?: AbortSignal): Promise<number>;
  revoke(id: bigint, signal?: AbortSignal): Promise<void>;
}

/** Far longer than etcd grants. Seconds. */
const UNCOUNTED_TTL = 9_200_000_000;

/**
 * The leases of a cluster. Calls `client` for each request, since a connection may get another client; fails as
 * `client` does.
 */
export function leaseSource(client: () => EtcdClient): LeaseSource {
  client();
  return {
    async list(signal) {
      return firstLeases(await client().call(rawLeases, {}, { signal }), signal);
    },
    async timeToLive(id, { keys, signal }) {
      const options = signal ? { signal } : {};
      const answer = await client().call(Lease.method.leaseTimeToLive, { ID: id, keys }, options);
      const [ttl, grantedTtl] = [Number(answer.TTL), Number(answer.grantedTTL)];
      // etcd also reports a negative time for an overdue lease, but together with its granted TTL.
      if (ttl < 0 && grantedTtl === 0) throw new Failure('LEASE_NOT_FOUND', { lease: hexId(id) });
      // A leader that has not begun to count reports etcd's value for "no end".
      if (ttl > UNCOUNTED_TTL) throw new Failure('NO_LEADER', { endpoint: '' });
      return { id, grantedTtl, ttl: Math.max(ttl, 0), keys: answer.keys.map((key) => key.slice()) };
    },
    grant: (lease, signal) => grantLease(client(), lease, signal ? { signal } : {}),
    keepAlive: (id, signal) => keepAliveOnce(client(), id, signal ? { signal } : {}),
    revoke: (id, signal) => revokeLease(client(), id, signal ? { signal } : {}),
  };
}
