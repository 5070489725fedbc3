import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';
import { isNotRunning } from './row';

export type Leader = MembersState['leader'];

/**
 * The leader named in the highest term, by members whose latest call was answered. A candidate, or a member cut
 * off with a term of its own, names no leader and does not count. A leader whose process is known not to run, or that
 * fell silent just now (`isLost`), does not count either, even if followers still name it. `names` maps member IDs to
 * names, for a leader without a row or a name in it.
 */
export function leaderOf(
  rows: readonly MemberRow[],
  names: ReadonlyMap<string, string>,
  isLost: (row: MemberRow) => boolean,
): Leader {
  let best: { memberId: string; term: string } | null = null;
  for (const { status, failure } of rows) {
    if (failure !== null || !status?.leader || status.raftTerm === null) continue;
    if (best === null || BigInt(status.raftTerm) > BigInt(best.term)) {
      best = { memberId: status.leader, term: status.raftTerm };
    }
  }
  if (best === null) return null;
  const { memberId, term } = best;
  const row = rows.find((each) => each.status?.memberId === memberId);
  if (row && (isNotRunning(row) || isLost(row))) return null;
  return { memberId, name: nameOf(memberId, row, names), term };
}

/** Where nobody has told the name, the member goes by its address, as in the ring. */
function nameOf(memberId: string, row: MemberRow | undefined, names: ReadonlyMap<string, string>): string {
  if (!row) return names.get(memberId) ?? memberId;
  if (row.name !== '') return row.name;
  return names.get(memberId) ?? row.endpoint.replace(/^https?:\/\//, '');
}

/**
 * Whether nobody leads, as far as is known now: members answer, and whom they name, if anyone, is gone. False as long as
 * that cannot be told.
 */
export function isLeaderLost({ rows, leader, clusters }: MembersState): boolean {
  if (leader !== null || clusters !== null || rows.some(keepsStatus)) return false;
  // A member whose term cannot be true tells nothing about who leads.
  return rows.some(({ status, failure }) => failure === null && status !== null && status.raftTerm !== null);
}
