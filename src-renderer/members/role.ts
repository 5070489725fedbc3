import type { ClusterNode } from '@shared/contract/local';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';

/**
 * What a node is to the others, as far as its process and its own answers tell. `asking`: a member elsewhere that
 * has not answered yet. `untold`: one that answers, and keeps its status from this user.
 * `starting`: the process lives and has not answered yet, and may still. `silent`: it should answer and does not.
 * `cutoff`: it believes to lead a term that is over. `candidate`: it knows no leader, so it is after one.
 */
export type NodeRole =
  | 'leader'
  | 'follower'
  | 'candidate'
  | 'learner'
  | 'paused'
  | 'cutoff'
  | 'starting'
  | 'asking'
  | 'untold'
  | 'silent'
  | 'down';

export type Leader = MembersState['leader'];

/** The node's row: rows are by endpoint; the name counts when the endpoint is not ours to the letter. */
export function rowOf(node: ClusterNode, rows: readonly MemberRow[]): MemberRow | null {
  return (
    rows.find(({ endpoint }) => endpoint === node.clientUrl) ??
    rows.find(({ name }) => name === node.name) ??
    null
  );
}

/** Decides the role from the process, the member's latest answer, and who leads by all answers. */
export function roleOf(node: ClusterNode, row: MemberRow | null, leader: Leader): NodeRole {
  switch (node.state.kind) {
    case 'stopped':
    case 'exited':
    case 'crashed':
    case 'failed':
      return 'down';
    case 'paused':
      return 'paused';
    case 'starting':
      return row?.status && !row.failure ? memberRole(row.status, leader) : 'starting';
    case 'up':
    case 'unhealthy':
    case 'stopping':
      if (!row?.status) return node.state.kind === 'unhealthy' ? 'silent' : 'starting';
      return row.failure ? 'silent' : memberRole(row.status, leader);
  }
}

/** The same of a member elsewhere, of whose process nothing is known. */
export function remoteRoleOf(row: MemberRow, leader: Leader): NodeRole {
  const { status, failure } = row;
  if (keepsStatus(row)) return 'untold';
  if (failure) return 'silent';
  return status ? memberRole(status, leader) : 'asking';
}

function memberRole(status: NonNullable<MemberRow['status']>, leader: Leader): NodeRole {
  if (status.isLearner) return 'learner';
  if (status.memberId === leader?.memberId) return 'leader';
  if (status.leader === null) return 'candidate';
  if (status.leader !== status.memberId) return 'follower';
  return leader && BigInt(leader.term) > BigInt(status.raftTerm) ? 'cutoff' : 'leader';
}

/** Whether a member of this role takes part in the cluster now, and is counted as up. */
export function serves(role: NodeRole): boolean {
  return role === 'leader' || role === 'follower' || role === 'learner';
}
