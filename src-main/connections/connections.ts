import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { EtcdClient } from '../etcd/links/client';
import type { MembersSource } from '../members/source';
import type { RemoteConnections } from './remotes';
import type { ConnectionShell } from './remote-shell';

/** The local clusters, each of which is a connection. NOT_FOUND when the ID is unknown. */
export interface LocalConnections {
  has(cluster: string): boolean;
  client(cluster: string): EtcdClient;
  members(cluster: string): MembersSource;
  shell(cluster: string, member: string | null): Promise<ConnectionShell>;
}

/** Everything that a window can connect to, local or remote. NOT_FOUND when a connection does not exist. */
export class Connections {
  readonly #local: LocalConnections;
  readonly #remote: RemoteConnections;

  constructor(local: LocalConnections, remote: RemoteConnections) {
    this.#local = local;
    this.#remote = remote;
  }

  has(ref: ConnectionRef): boolean {
    return ref.kind === 'local' ? this.#local.has(ref.cluster) : this.#remote.has(ref.id);
  }

  /**
   * The client, shared by all callers and disposed of with the connection. For other errors see
   * `RemoteConnections`.
   */
  client(ref: ConnectionRef): EtcdClient {
    return ref.kind === 'local' ? this.#local.client(ref.cluster) : this.#remote.client(ref.id);
  }

  members(ref: ConnectionRef): MembersSource {
    return ref.kind === 'local' ? this.#local.members(ref.cluster) : this.#remote.members(ref.id);
  }

  /** What a shell needs so that its etcdctl talks to the connection, or to one of its members. */
  shell(ref: ConnectionRef, member: string | null): Promise<ConnectionShell> {
    return ref.kind === 'local' ? this.#local.shell(ref.cluster, member) : this.#remote.shell(ref.id, member);
  }
}
