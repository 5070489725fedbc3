import type { Cluster } from '@shared/contract/local';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { isRunning } from './running';

/** The connections that exist; null means "not known yet". */
export interface KnownConnections {
  readonly clusters: readonly Cluster[] | null;
  readonly remotes: readonly { readonly id: string }[] | null;
}

/** Whether both refer to the same connection. */
export function isSameConnection(one: ConnectionRef | null, other: ConnectionRef | null): boolean {
  return one === other || (one !== null && other !== null && nameOf(one) === nameOf(other));
}

/** A text that identifies a connection: equal for the same one, different for any other. */
export function nameOf(connection: ConnectionRef): string {
  return connection.kind === 'local' ? `local ${connection.cluster}` : `remote ${connection.id}`;
}

/**
 * Decides which connection to show: the requested one; else the one already shown, so that a view never
 * switches by itself; else the first running cluster; else the first cluster, the first remote connection, or
 * none. The requested one may be missing because it was deleted or because the engine has not reported it
 * yet; it is shown as soon as it appears. While nothing is shown and the requested one may still come with
 * the first report, nothing takes its place.
 */
export function chooseConnection(
  known: KnownConnections,
  wanted: ConnectionRef | null,
  shown: ConnectionRef | null,
): ConnectionRef | null {
  if (has(known, wanted)) return wanted;
  if (has(known, shown)) return shown;
  if (wanted && listOf(known, wanted.kind) === null) return null;
  const { clusters, remotes } = known;
  if (clusters === null) return null;
  const cluster = clusters.find(isRunning) ?? clusters[0];
  if (cluster) return { kind: 'local', cluster: cluster.id };
  const remote = remotes?.[0];
  return remote ? { kind: 'remote', id: remote.id } : null;
}

function listOf(
  known: KnownConnections,
  kind: ConnectionRef['kind'],
): readonly { readonly id: string }[] | null {
  return kind === 'local' ? known.clusters : known.remotes;
}

function has(known: KnownConnections, connection: ConnectionRef | null): boolean {
  if (!connection) return false;
  const id = connection.kind === 'local' ? connection.cluster : connection.id;
  return listOf(known, connection.kind)?.some((each) => each.id === id) ?? false;
}
