import type { Cluster } from '@shared/contract/local';

/** Whether a process of the node lives: starting, serving, unhealthy, paused or on its way out. */
export function isAlive(node: Cluster['nodes'][number]): boolean {
  return 'pid' in node.state;
}

/** Whether any process of the cluster lives. */
export function isRunning(cluster: Cluster): boolean {
  return cluster.nodes.some(isAlive);
}
