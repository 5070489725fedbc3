import type { Cluster } from '@shared/contract/local';

/** Whether the node has a live process: starting, serving, unhealthy, paused or stopping. */
export function isAlive(node: Cluster['nodes'][number]): boolean {
  return 'pid' in node.state;
}

/** Whether any process of the cluster is alive. */
export function isRunning(cluster: Cluster): boolean {
  return cluster.nodes.some(isAlive);
}
