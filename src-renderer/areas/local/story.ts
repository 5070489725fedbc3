import type { Cluster, LeaderChange } from '@shared/contract/local';
import { isRunning } from '../../connection/running';
import { leaderOf, type NodeView } from '../../members/nodes';
import type { Quorum } from '../../members/quorum';

export type Lost = NonNullable<LeaderChange['lost']>;

/**
 * The cluster's latest event, for one sentence. `asleep`: all nodes stopped on purpose; `fallen`: none is
 * running, and not all were stopped on purpose. `afterMs`: from the loss to the election.
 */
export type Story =
  | { readonly kind: 'asleep' }
  | { readonly kind: 'fallen' }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'leads'; readonly leader: string; readonly term: string | null }
  | { readonly kind: 'no-leader' }
  | { readonly kind: 'electing'; readonly lost: Lost }
  | { readonly kind: 'elected'; readonly change: LeaderChange; readonly afterMs: number | null };

/** Returns the latest change of leader, or that an election is running, or why there is no leader. */
export function tellStory(cluster: Cluster, nodes: readonly NodeView[], quorum: Quorum): Story {
  const change = cluster.leaderChange;
  if (!isRunning(cluster)) {
    return { kind: nodes.every(({ node }) => node.state.kind === 'stopped') ? 'asleep' : 'fallen' };
  }
  if (cluster.busy === 'stopping') return { kind: 'stopping' };
  const leader = leaderOf(nodes);
  if (leader) {
    return change
      ? { kind: 'elected', change, afterMs: durationOf(change) }
      : { kind: 'leads', leader: leader.node.name, term: leader.term };
  }
  if (nodes.some(({ node }) => node.state.kind === 'starting')) return { kind: 'waiting' };
  const lost = lossOf(nodes.find(({ node }) => node.name === change?.leader) ?? null);
  return lost && quorum.kind === 'held' ? { kind: 'electing', lost } : { kind: 'no-leader' };
}

function durationOf({ lost, afterMs }: LeaderChange): number | null {
  return lost && lost.how !== 'unknown' ? afterMs : null;
}

/** How and when the last leader went away, from its own state. */
function lossOf(view: NodeView | null): Lost | null {
  const state = view?.node.state;
  if (!view || !state) return null;
  const node = view.node.name;
  switch (state.kind) {
    case 'crashed':
      return { node, how: state.byUs ? 'killed' : 'crashed', at: state.at };
    case 'exited':
      return { node, how: 'crashed', at: state.at };
    case 'paused':
      return { node, how: 'paused', at: state.since };
    case 'stopping':
      return { node, how: 'stopped', at: state.since };
    case 'stopped':
    case 'starting':
    case 'up':
    case 'unhealthy':
    case 'failed':
      return null;
  }
}
