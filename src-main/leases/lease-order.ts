import type { LeasesQuery } from '@shared/contract/leases';
import { readLeaseId } from '@shared/lease-id';
import { hexId } from '../etcd/ids';
import { expectedAt } from './expiry';
import type { TrackedLease } from './tracked-lease';

export type LeaseOrder = Pick<LeasesQuery, 'sort' | 'descending' | 'search'>;

/** The shown leases, sorted; of two equal ones the lower ID comes first. */
export function ordered(leases: Iterable<TrackedLease>, order: LeaseOrder): TrackedLease[] {
  const isFound = finder(order.search);
  const shown: TrackedLease[] = [];
  for (const lease of leases) if (isFound(lease)) shown.push(lease);
  const valueOf = values[order.sort];
  const sign = order.descending ? -1 : 1;
  return shown.sort((some, other) => {
    const [a, b] = [valueOf(some), valueOf(other)];
    if (a === b) return byId(some, other) * (order.sort === 'id' ? sign : 1);
    if (a === null) return 1;
    return b === null ? -1 : (a - b) * sign;
  });
}

/** Finds digits of the 16 that etcdctl prints, and a whole ID or the beginning of one in decimal, as Go prints it. */
function finder(text: string): (lease: TrackedLease) => boolean {
  const search = text.trim().toLowerCase();
  const id = readLeaseId(search);
  // Of a decimal with fewer digits nobody could tell that it is none in hex: then it has to be the whole ID.
  const isStart = /^(?:-\d*|\d{17,})$/.test(search);
  const isDecimal = /^-?\d+$/.test(search) || isStart;
  return (lease) => {
    if (lease.digits.includes(search) || (id !== null && hexId(lease.id) === id)) return true;
    if (!isDecimal) return false;
    const decimal = BigInt.asIntN(64, lease.id).toString();
    return isStart ? decimal.startsWith(search) : decimal === search;
  };
}

/** The value to compare; null when unknown. */
const values: Readonly<Record<LeaseOrder['sort'], (lease: TrackedLease) => number | null>> = {
  remaining: ({ expiry }) => expiry && expectedAt(expiry),
  granted: ({ grantedTtl }) => grantedTtl,
  id: () => 0,
};

function byId(some: TrackedLease, other: TrackedLease): number {
  return some.digits < other.digits ? -1 : 1;
}
