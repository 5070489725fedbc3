import { Failure } from '../base/failure';
import type { EtcdClient } from '../etcd/links/client';
import { Lease } from '../etcd/gen/lease_pb';
import { hexId } from '../etcd/ids';
import { grantLease, keepAliveOnce, type LeaseLife, revokeLease } from '../etcd/calls/lease';

/** The leases there are, as one member knows them. */
export interface LeaseListing {
  readonly ids: readonly bigint[];
  /** That member's Raft term: a new leader counts all leases anew. */
  readonly term: bigint;
}

/** Where leases come from: a cluster, or a test. Failures are `Failure`s. */
export interface LeaseSource {
  /** TOO_OLD_FOR before etcd 3.3. */
  list(signal: AbortSignal): Promise<LeaseListing>;
  /** LEASE_NOT_FOUND; with `keys` also PERMISSION_DENIED. */
  timeToLive(id: bigint, options: { keys: boolean; signal?: AbortSignal | undefined }): Promise<LeaseLife>;
  grant(
    lease: { ttl: number; id: bigint },
    signal?: AbortSignal,
  ): Promise<{ readonly id: bigint; readonly ttl: number }>;
  /** Its seconds now. LEASE_NOT_FOUND. */
  keepAlive(id: bigint, signal?: AbortSignal): Promise<number>;
  revoke(id: bigint, signal?: AbortSignal): Promise<void>;
}

/** Longer than etcd grants, by far. Seconds. */
const UNCOUNTED_TTL = 9_200_000_000;

/** The leases of a cluster. `client` is asked at each call, since a connection may get another; it fails as that does. */
export function leaseSource(client: () => EtcdClient): LeaseSource {
  client();
  return {
    async list(signal) {
      const { leases, header } = await client().call(Lease.method.leaseLeases, {}, { signal });
      return { ids: leases.map(({ ID }) => ID), term: header?.raftTerm ?? 0n };
    },
    async timeToLive(id, { keys, signal }) {
      const options = signal ? { signal } : {};
      const answer = await client().call(Lease.method.leaseTimeToLive, { ID: id, keys }, options);
      const [ttl, grantedTtl] = [Number(answer.TTL), Number(answer.grantedTTL)];
      // Of one that is overdue etcd says a negative time too, but what it was granted as well.
      if (ttl < 0 && grantedTtl === 0) throw new Failure('LEASE_NOT_FOUND', { lease: hexId(id) });
      // A leader that has not begun to count: etcd's word for "no end".
      if (ttl > UNCOUNTED_TTL) throw new Failure('NO_LEADER', { endpoint: '' });
      return { id, grantedTtl, ttl: Math.max(ttl, 0), keys: answer.keys.map((key) => key.slice()) };
    },
    grant: (lease, signal) => grantLease(client(), lease, signal ? { signal } : {}),
    keepAlive: (id, signal) => keepAliveOnce(client(), id, signal ? { signal } : {}),
    revoke: (id, signal) => revokeLease(client(), id, signal ? { signal } : {}),
  };
}
