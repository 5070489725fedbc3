import type { KeepAliveState, LeaseRow } from '@shared/contract/leases';
import { hexId } from '../etcd/ids';
import { expectedAt } from './expiry';
import type { TrackedLease } from './tracked-lease';

/** The row of a lease at an instant of the engine's clock. */
export function rowOf(
  { id, expiry, grantedTtl, keys }: TrackedLease,
  keepAlive: KeepAliveState | null,
  at: number,
): LeaseRow {
  const life = expiry && grantedTtl !== null ? { grantedTtl, remainingMs: expectedAt(expiry) - at } : null;
  return { id: hexId(id), life, at, keys, keepAlive };
}
