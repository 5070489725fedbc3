import { computed, type ComputedRef } from 'vue';
import type { Cluster } from '@shared/contract/local';
import { useClusters } from '../state/clusters';
import { useMembers } from '../../../members/members';
import { leaderOf, needsLook, quorumOfNodes, viewNodes, type NodeView } from '../../../members/nodes';
import type { Quorum } from '../../../members/quorum';

export interface ShownNodes {
  readonly cluster: ComputedRef<Cluster | null>;
  readonly nodes: ComputedRef<readonly NodeView[]>;
  readonly leader: ComputedRef<NodeView | null>;
  readonly quorum: ComputedRef<Quorum>;
  /** The node whose details are open: the chosen one, else the leader, else one in trouble, else the first. */
  readonly chosen: ComputedRef<NodeView | null>;
}

/** The nodes of the current cluster, combined from both stores. */
export function useNodes(): ShownNodes {
  const clusters = useClusters();
  const members = useMembers();
  const cluster = computed(() => clusters.current);
  const nodes = computed(() => (cluster.value ? viewNodes(cluster.value, members.state) : []));
  const leader = computed(() => leaderOf(nodes.value));
  const chosen = computed(
    () =>
      nodes.value.find(({ node }) => node.name === clusters.selectedNode) ??
      leader.value ??
      nodes.value.find(needsLook) ??
      nodes.value[0] ??
      null,
  );
  return { cluster, nodes, leader, quorum: computed(() => quorumOfNodes(nodes.value)), chosen };
}
