import { Failure } from '../../base/failure';
import { Lease } from '../gen/lease_pb';
import { hexId } from '../ids';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

export interface LeaseLife {
  readonly id: bigint;
  /** Seconds that it was granted for. */
  readonly grantedTtl: number;
  /** Seconds that are left, whole ones. */
  readonly ttl: number;
  /** Keys that go with it; empty when they were not asked for. */
  readonly keys: readonly Uint8Array[];
}

/**
 * Grants a lease of `ttl` seconds; etcd lengthens a very short one. `id` 0 or none lets etcd choose one.
 * LEASE_EXISTS, LEASE_TTL_TOO_LARGE.
 */
export async function grantLease(
  client: EtcdClient,
  { ttl, id = 0n }: { readonly ttl: number; readonly id?: bigint },
  options?: CallOptions,
): Promise<{ readonly id: bigint; readonly ttl: number }> {
  const answer = await client.call(Lease.method.leaseGrant, { TTL: BigInt(ttl), ID: id }, options);
  return { id: answer.ID, ttl: Number(answer.TTL) };
}

/** Ends a lease; its keys are deleted with it. LEASE_NOT_FOUND. */
export async function revokeLease(client: EtcdClient, id: bigint, options?: CallOptions): Promise<void> {
  await client.call(Lease.method.leaseRevoke, { ID: id }, options);
}

/**
 * How long a lease has to live, and its keys if asked for. Any member passes it on to the leader, who alone counts.
 * LEASE_NOT_FOUND. To see its keys a user needs the right to read each of them: else PERMISSION_DENIED.
 */
export async function leaseTimeToLive(
  client: EtcdClient,
  id: bigint,
  { keys = false, ...options }: CallOptions & { readonly keys?: boolean } = {},
): Promise<LeaseLife> {
  const answer = await client.call(Lease.method.leaseTimeToLive, { ID: id, keys }, options);
  const ttl = Number(answer.TTL);
  // etcd's way to say that there is none; 0 is one that is about to go.
  if (ttl < 0) throw new Failure('LEASE_NOT_FOUND', { lease: hexId(id) });
  return { id, grantedTtl: Number(answer.grantedTTL), ttl, keys: answer.keys.map((key) => key.slice()) };
}

/** The IDs of all leases, as the member that was asked knows them; since etcd 3.3. */
export async function listLeases(client: EtcdClient, options?: CallOptions): Promise<readonly bigint[]> {
  const answer = await client.call(Lease.method.leaseLeases, {}, options);
  return answer.leases.map(({ ID }) => ID);
}

/** Renews a lease once and says how many seconds it has now. LEASE_NOT_FOUND when it is too late. */
export async function keepAliveOnce(
  client: EtcdClient,
  id: bigint,
  options: CallOptions = {},
): Promise<number> {
  const answer = await client.exchange(
    Lease.method.leaseKeepAlive,
    { ID: id },
    { ...options, subject: { lease: hexId(id) } },
  );
  const ttl = Number(answer.TTL);
  if (ttl <= 0) throw new Failure('LEASE_NOT_FOUND', { lease: hexId(id) });
  return ttl;
}
