import type { Cluster, ClusterNode, NodeState } from '@shared/contract/local';
import type { MemberRow, MembersState } from '@shared/contract/members';
import type { Named, TextsIn, Words } from '../i18n/text';
import { quorumState, type Quorum } from './quorum';
import { roleOf, rowOf, serves, type NodeRole } from './role';

/** A member as the ring shows it, whether its process is ours or runs elsewhere. */
export interface MemberView {
  /** Unique in its ring, and stable while the member exists. */
  readonly id: string;
  readonly name: string;
  /** null for a member of a remote cluster, whose process we do not control. */
  readonly node: ClusterNode | null;
  readonly row: MemberRow | null;
  readonly role: NodeRole;
  /** Raft term from its last answer; null while it does not answer. */
  readonly term: string | null;
  /** Number of entries its last known index is behind the leader's; null when that is not worth mentioning. */
  readonly behind: bigint | null;
}

/** A node as the window shows it: its process, its answers, and the role that follows from both. */
export interface NodeView extends MemberView {
  readonly node: ClusterNode;
}

/**
 * Members are polled one after another, so under load their answers differ by what was written in between. A
 * smaller lag of a member that answers is not worth showing. Entries.
 */
const NOTICED = 50n;

/** All nodes of a cluster, in the cluster's order. */
export function viewNodes(cluster: Cluster, members: MembersState | null): readonly NodeView[] {
  const rows = members?.rows ?? [];
  const leader = members?.leader ?? null;
  const leading = leadingRow(rows, leader);
  return cluster.nodes.map((node) => {
    const row = rowOf(node, rows);
    const role = roleOf(node, row, leader);
    const answers = serves(role) || role === 'candidate' || role === 'cutoff';
    return {
      id: node.name,
      name: node.name,
      node,
      row,
      role,
      term: answers ? (row?.status?.raftTerm ?? null) : null,
      behind: leader ? lag(row, leading, answers) : null,
    };
  });
}

/** The leader's row, while the leader answers. */
export function leadingRow(rows: readonly MemberRow[], leader: MembersState['leader']): MemberRow | null {
  return rows.find((row) => row.status?.memberId === leader?.memberId && row.failure === null) ?? null;
}

/** How far a member is behind the leader, as the ring shows it. */
export function lag(row: MemberRow | null, leading: MemberRow | null, answers: boolean): bigint | null {
  const [index, leads] = [row?.status?.raftIndex ?? null, leading?.status?.raftIndex ?? null];
  if (index === null || leads === null || row === leading) return null;
  const behind = BigInt(leads) - BigInt(index);
  return behind >= (answers ? NOTICED : 1n) ? behind : null;
}

/** The current leader, as the window shows it. */
export function leaderOf<V extends MemberView>(nodes: readonly V[]): V | null {
  return nodes.find(({ role }) => role === 'leader') ?? null;
}

/** Whether a node has a problem that its details explain. */
export function needsLook({ node }: NodeView): boolean {
  return ['unhealthy', 'exited', 'crashed', 'failed'].includes(node.state.kind);
}

/** How many more failures the cluster tolerates, from its voting nodes that serve or could. */
export function quorumOfNodes(nodes: readonly NodeView[]): Quorum {
  const voters = nodes.filter(({ row }) => row?.status?.isLearner !== true);
  const up = voters.filter(({ role }) => serves(role) || role === 'candidate');
  return quorumState(voters.length, up.length);
}

/** The word for a state. */
export function stateWord(state: NodeState): Words {
  const word = (key: TextsIn<'members.state'>, named: Named = {}): Words => ({
    key: `members.state.${key}`,
    named,
  });
  if (state.kind === 'crashed')
    return state.byUs ? word('killed') : word('crashed', { signal: state.signal });
  if (state.kind === 'exited' && state.code !== null) return word('exitedCode', { code: state.code });
  return word(state.kind);
}
