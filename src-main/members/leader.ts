import type { MemberRow, MembersState } from '@shared/contract/members';
import { isNotRunning } from './row';

export type Leader = MembersState['leader'];

/**
 * The leader named in the highest term, by members whose latest call was answered. A candidate, or a member cut off
 * with a term of its own, names none and does not count. A leader that its followers still name while its process is
 * known not to run is none. `names` are by member ID, for a leader that has no row.
 */
export function leaderOf(rows: readonly MemberRow[], names: ReadonlyMap<string, string>): Leader {
  let best: { memberId: string; term: string } | null = null;
  for (const { status, failure } of rows) {
    if (failure !== null || !status?.leader) continue;
    if (best === null || BigInt(status.raftTerm) > BigInt(best.term)) {
      best = { memberId: status.leader, term: status.raftTerm };
    }
  }
  if (best === null) return null;
  const { memberId, term } = best;
  const row = rows.find((each) => each.status?.memberId === memberId);
  if (row && isNotRunning(row)) return null;
  return { memberId, name: row?.name ?? names.get(memberId) ?? memberId, term };
}
