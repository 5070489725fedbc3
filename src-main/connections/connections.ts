import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { EtcdClient } from '../etcd/links/client';
import type { MembersSource } from '../members/source';
import type { RemoteConnections } from './remotes';
import type { ConnectionShell } from './remote-shell';

/** The clusters of this app, each of them a connection by itself. NOT_FOUND for an ID that is none. */
export interface LocalConnections {
  has(cluster: string): boolean;
  client(cluster: string): EtcdClient;
  members(cluster: string): MembersSource;
  shell(cluster: string, member: string | null): Promise<ConnectionShell>;
}

/** What a window can be connected to, of whatever kind. NOT_FOUND for one that is not there. */
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

  /** Shared by all who ask, and ended with the connection; see `RemoteConnections` for what else it fails with. */
  client(ref: ConnectionRef): EtcdClient {
    return ref.kind === 'local' ? this.#local.client(ref.cluster) : this.#remote.client(ref.id);
  }

  members(ref: ConnectionRef): MembersSource {
    return ref.kind === 'local' ? this.#local.members(ref.cluster) : this.#remote.members(ref.id);
  }

  /** What makes a shell's etcdctl talk to it, or to one of its members. */
  shell(ref: ConnectionRef, member: string | null): Promise<ConnectionShell> {
    return ref.kind === 'local' ? this.#local.shell(ref.cluster, member) : this.#remote.shell(ref.id, member);
  }
}
