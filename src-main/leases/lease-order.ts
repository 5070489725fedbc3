import type { LeasesQuery } from '@shared/contract/leases';
import { expectedAt } from './expiry';
import type { TrackedLease } from './tracked-lease';

export type LeaseOrder = Pick<LeasesQuery, 'sort' | 'descending' | 'search'>;

/** The shown leases, sorted; of two equal ones the lower ID comes first. */
export function ordered(leases: Iterable<TrackedLease>, order: LeaseOrder): TrackedLease[] {
  const search = order.search.trim().toLowerCase();
  const shown: TrackedLease[] = [];
  for (const lease of leases) if (lease.digits.includes(search)) shown.push(lease);
  const valueOf = values[order.sort];
  const sign = order.descending ? -1 : 1;
  return shown.sort((some, other) => {
    const [a, b] = [valueOf(some), valueOf(other)];
    if (a === b) return byId(some, other) * (order.sort === 'id' ? sign : 1);
    if (a === null) return 1;
    return b === null ? -1 : (a - b) * sign;
  });
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
