import type { MemberRow } from '@shared/contract/members';

/**
 * What is known where no member is known to lead. `none`: members that answer know of no leader. `silent`: they name one
 * that does not answer. `unknown`: no member tells.
 */
export type Vacancy = 'none' | 'silent' | 'unknown';

export function vacancyOf(rows: readonly MemberRow[]): Vacancy {
  const told = rows.flatMap(({ status, failure }) =>
    // A member whose term cannot be true tells nothing.
    failure === null && status && status.raftTerm !== null ? [status.leader] : [],
  );
  if (told.length === 0) return 'unknown';
  const named = told.find((leader) => leader !== null);
  if (named === undefined) return 'none';
  const failure = rows.find(({ status }) => status?.memberId === named)?.failure ?? null;
  const isGone = failure?.code === 'ENDPOINT_UNREACHABLE' && failure.data.reason.kind === 'not-running';
  return isGone ? 'none' : 'silent';
}
