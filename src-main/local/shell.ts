import type { Cluster, ClustersState } from '@shared/contract/local';
import { Failure } from '../base/failure';
import type { Live } from '../base/live';
import type { ConnectionShell, TerminalsOptions } from '../terminal/terminals';

/** Shells for the clusters of this app: their etcdctl is the one beside the etcd that they run with. */
export function localShells(
  clusters: Live<ClustersState>,
  toolchain: { resolve(path: string): Promise<{ readonly etcdctl: string | null }> },
): TerminalsOptions['shellFor'] {
  return async (connection, member) => {
    if (connection.kind !== 'local')
      throw new Failure('NOT_FOUND', { what: 'connection', name: connection.id });
    const cluster = clusters.value.clusters.find(({ id }) => id === connection.cluster);
    if (!cluster) throw new Failure('NOT_FOUND', { what: 'cluster', name: connection.cluster });
    // A shell is of use without it too.
    const found = await toolchain.resolve(cluster.etcdPath).catch(() => null);
    return localShell(cluster, member, found?.etcdctl ?? null);
  };
}

/**
 * What a shell gets for a cluster of this app. Only etcdctl before 3.6 is told the API's version: later ones have but
 * that one, and print a warning when they see the variable.
 */
export function localShell(cluster: Cluster, member: string | null, etcdctl: string | null): ConnectionShell {
  const nodes = cluster.nodes.filter(({ name }) => member === null || name === member);
  const [first] = nodes;
  if (!first) throw new Failure('NOT_FOUND', { what: 'node', name: member ?? '' });
  const [major = 0, minor = 0] = cluster.version.split('.').map(Number);
  const isOld = major === 3 && minor < 6;
  return {
    env: {
      ...(isOld ? { ETCDCTL_API: '3' } : {}),
      ETCDCTL_ENDPOINTS: nodes.map(({ clientUrl }) => clientUrl).join(','),
    },
    etcdctl,
    notes: etcdctl === null ? [{ kind: 'missing', cluster: cluster.version }] : [],
    folder: member === null ? cluster.folder : first.folder,
  };
}
