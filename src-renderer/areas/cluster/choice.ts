import type { Cluster } from '@shared/contract/clusters';

/** Whether a process of the node lives: starting, serving, unhealthy, paused or on its way out. */
export function isAlive(node: Cluster['nodes'][number]): boolean {
  return 'pid' in node.state;
}

/** Whether any process of the cluster lives. */
export function isRunning(cluster: Cluster): boolean {
  return cluster.nodes.some(isAlive);
}

/**
 * Which cluster to show: the one asked for; else the one that is shown already, so that a view never moves by
 * itself; else the first that runs; else the first; null when there is none. The one asked for may be missing
 * because it was deleted, or because the news of its creation has not arrived yet: it is shown as soon as it has.
 */
export function chooseCluster(
  clusters: readonly Cluster[],
  wanted: string | null,
  shown: string | null,
): string | null {
  const has = (id: string | null) => clusters.some((cluster) => cluster.id === id);
  if (has(wanted)) return wanted;
  if (has(shown)) return shown;
  return (clusters.find(isRunning) ?? clusters[0])?.id ?? null;
}
