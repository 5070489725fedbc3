import type { Cluster, NodeState } from '@shared/contract/local';

/** The state of a cluster in a word or two, for lists: the worst that applies. */
export type ClusterWord =
  | { readonly kind: 'stopped' | 'starting' | 'stopping' | 'deleting' }
  | { readonly kind: 'up' | 'partly'; readonly up: number; readonly total: number };

export function clusterWord(cluster: Cluster): ClusterWord {
  if (cluster.busy === 'deleting' || cluster.busy === 'stopping') return { kind: cluster.busy };
  const total = cluster.nodes.length;
  const count = (...kinds: NodeState['kind'][]) =>
    cluster.nodes.filter((node) => kinds.includes(node.state.kind)).length;
  const up = count('up');
  if (up === total) return { kind: 'up', up, total };
  if (cluster.busy === 'starting' || (up === 0 && count('starting') > 0)) return { kind: 'starting' };
  if (count('stopped') === total) return { kind: 'stopped' };
  return { kind: 'partly', up, total };
}
