import type { ClusterNode } from '@shared/contract/local';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';

/**
 * The role of a node, as far as its process and its own answers show. `asking`: a remote member that has not
 * answered yet. `untold`: it answers but hides its status from this user. `starting`: the process is alive
 * and has not answered yet. `silent`: it should answer and does not. `cutoff`: it still thinks it leads, in a
 * term that has ended. `candidate`: it knows no leader, so it is campaigning.
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

/** The node's row. Rows are matched by endpoint, or by name when the endpoint differs in spelling from ours. */
export function rowOf(node: ClusterNode, rows: readonly MemberRow[]): MemberRow | null {
  return (
    rows.find(({ endpoint }) => endpoint === node.clientUrl) ??
    rows.find(({ name }) => name === node.name) ??
    null
  );
}

/** Decides the role from the process, the member's latest answer, and the leader according to all answers. */
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

/** Decides the role of a remote member, whose process is unknown. */
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
  if (status.raftTerm === null) return 'untold';
  return leader && BigInt(leader.term) > BigInt(status.raftTerm) ? 'cutoff' : 'leader';
}

/** Whether a member with this role takes part in the cluster now and counts as up. */
export function serves(role: NodeRole): boolean {
  return role === 'leader' || role === 'follower' || role === 'learner';
}

/** What a member with this role does, in a cluster of so many members: the part of the key below `members.roleHint`. */
export function roleHintOf(role: NodeRole, members: number): NodeRole | 'leaderAlone' {
  return role === 'leader' && members === 1 ? 'leaderAlone' : role;
}
