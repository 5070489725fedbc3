import { Failure } from '../../base/failure';
import { Lease } from '../gen/lease_pb';
import { hexId } from '../ids';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

export interface LeaseLife {
  readonly id: bigint;
  /** The granted TTL, in seconds. */
  readonly grantedTtl: number;
  /** Whole seconds left. */
  readonly ttl: number;
  /** Keys attached to the lease; empty unless asked for. */
  readonly keys: readonly Uint8Array[];
}

/**
 * Grants a lease of `ttl` seconds; etcd extends a very short one. Without `id`, or with 0, etcd chooses the ID.
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

/** Revokes a lease, which deletes its keys. LEASE_NOT_FOUND. */
export async function revokeLease(client: EtcdClient, id: bigint, options?: CallOptions): Promise<void> {
  await client.call(Lease.method.leaseRevoke, { ID: id }, options);
}

/**
 * The remaining time of a lease, and its keys if asked for. Any member forwards the question to the leader, which
 * alone keeps the time. LEASE_NOT_FOUND. To see the keys, a user needs the right to read each of them, else
 * PERMISSION_DENIED.
 */
export async function leaseTimeToLive(
  client: EtcdClient,
  id: bigint,
  { keys = false, ...options }: CallOptions & { readonly keys?: boolean } = {},
): Promise<LeaseLife> {
  const answer = await client.call(Lease.method.leaseTimeToLive, { ID: id, keys }, options);
  const ttl = Number(answer.TTL);
  // etcd's answer for an unknown lease. A TTL of 0 is a lease about to expire.
  if (ttl < 0) throw new Failure('LEASE_NOT_FOUND', { lease: hexId(id) });
  return { id, grantedTtl: Number(answer.grantedTTL), ttl, keys: answer.keys.map((key) => key.slice()) };
}

/** The IDs of all leases, as the asked member knows them; since etcd 3.3. */
export async function listLeases(client: EtcdClient, options?: CallOptions): Promise<readonly bigint[]> {
  const answer = await client.call(Lease.method.leaseLeases, {}, options);
  return answer.leases.map(({ ID }) => ID);
}

/** Renews a lease once and returns its new TTL in seconds. LEASE_NOT_FOUND when it has expired. */
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
