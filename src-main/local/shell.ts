import { colourNumber } from '@shared/connection-colour';
import type { Cluster, ClustersState } from '@shared/contract/local';
import { Failure } from '../base/failure';
import type { Live } from '../base/live';
import type { ConnectionShell, TerminalsOptions } from '../terminal/terminals';

/** Shells for the clusters of this app. Their etcdctl is the one next to the cluster's etcd. */
export function localShells(
  clusters: Live<ClustersState>,
  toolchain: { resolve(path: string): Promise<{ readonly etcdctl: string | null }> },
): TerminalsOptions['shellFor'] {
  return async (connection, member) => {
    if (connection.kind !== 'local')
      throw new Failure('NOT_FOUND', { what: 'connection', name: connection.id });
    const cluster = clusters.value.clusters.find(({ id }) => id === connection.cluster);
    if (!cluster) throw new Failure('NOT_FOUND', { what: 'cluster', name: connection.cluster });
    // A shell is useful even without etcdctl.
    const found = await toolchain.resolve(cluster.etcdPath).catch(() => null);
    return localShell(cluster, member, found?.etcdctl ?? null);
  };
}

/**
 * The environment of a shell for a cluster of this app. Sets the API version for etcdctl before 3.6 only: later
 * ones know just one API, and print a warning when they see the variable. Leaves out the nodes whose port another
 * program has, as long as there are others: that program may be another etcd, and take what is written.
 */
export function localShell(cluster: Cluster, member: string | null, etcdctl: string | null): ConnectionShell {
  const asked = cluster.nodes.filter(({ name }) => member === null || name === member);
  if (asked.length === 0) throw new Failure('NOT_FOUND', { what: 'node', name: member ?? '' });
  const taken = asked.filter(isPortTaken);
  const nodes = taken.length < asked.length ? asked.filter((node) => !taken.includes(node)) : asked;
  const [major = 0, minor = 0] = cluster.version.split('.').map(Number);
  const isOld = major === 3 && minor < 6;
  return {
    env: {
      ...(isOld ? { ETCDCTL_API: '3' } : {}),
      ETCDCTL_ENDPOINTS: nodes.map(({ clientUrl }) => clientUrl).join(','),
    },
    etcdctl,
    notes: [
      ...(etcdctl === null ? [{ kind: 'missing', cluster: cluster.version } as const] : []),
      ...(nodes.length === asked.length
        ? []
        : [{ kind: 'portTaken', nodes: taken.map(({ name }) => name) } as const]),
    ],
    prompt: {
      name: member === null ? cluster.name : `${cluster.name}/${member}`,
      colour: colourNumber(cluster.id),
    },
  };
}

function isPortTaken({ state }: Cluster['nodes'][number]): boolean {
  return state.kind === 'failed' && state.failure.code === 'NODE_PORT_TAKEN';
}
