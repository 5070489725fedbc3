import type { MembersState } from '@shared/contract/members';

/**
 * Whether members name a leader by an ID that no member is known to have: no row has it, and the member list has no name
 * for it, so it is called by its ID.
 */
export function isStranger({ rows, leader }: Pick<MembersState, 'rows' | 'leader'>): boolean {
  if (leader === null || leader.name !== leader.memberId) return false;
  return rows.every(({ status }) => status?.memberId !== leader.memberId);
}
