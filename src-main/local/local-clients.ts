import type { ClustersState } from '@shared/contract/local';
import { Failure } from '../base/failure';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Live } from '../base/live';
import type { Log } from '../base/log';
import { EtcdClient } from '../etcd/links/client';
import { openCredentials } from '../etcd/links/credentials';
import { isLeaderLost } from '../members/leader';
import type { MemberObserver } from '../members/observer';

/**
 * An etcd client for each local cluster in use, with its nodes that run as endpoints: at the address of another one,
 * some other program may answer. It is disposed of with its cluster.
 */
export class LocalClients implements Disposable {
  readonly #state: Live<ClustersState>;
  readonly #observerOf: (cluster: string) => MemberObserver;
  readonly #log: Log;
  readonly #clients = new Map<string, EtcdClient>();
  readonly #store = new DisposableStore();

  /** What the observer of a cluster knows of it, its client knows as well. */
  constructor(state: Live<ClustersState>, observerOf: (cluster: string) => MemberObserver, log: Log) {
    this.#state = state;
    this.#observerOf = observerOf;
    this.#log = log;
    this.#store.add(state.onChange(() => this.#follow()));
  }

  /** NOT_FOUND when the cluster does not exist. */
  client(cluster: string): EtcdClient {
    const endpoints = this.#endpointsOf(cluster);
    if (!endpoints) throw new Failure('NOT_FOUND', { what: 'cluster', name: cluster });
    const known = this.#clients.get(cluster);
    if (known) return known;
    const { lineage, state } = this.#observerOf(cluster);
    const credentials = openCredentials({ user: null, tls: null, lineage });
    const leaderLost = () => isLeaderLost(state.value);
    const client = this.#store.add(new EtcdClient({ endpoints, credentials, leaderLost, log: this.#log }));
    this.#clients.set(cluster, client);
    return client;
  }

  dispose(): Promise<void> {
    this.#clients.clear();
    return this.#store.dispose();
  }

  #follow(): void {
    for (const [cluster, client] of this.#clients) {
      const endpoints = this.#endpointsOf(cluster);
      if (endpoints) {
        if (endpoints.join() !== client.endpoints.join()) client.setEndpoints(endpoints);
        continue;
      }
      this.#clients.delete(cluster);
      void this.#store.release(client);
    }
  }

  #endpointsOf(cluster: string): readonly string[] | null {
    const found = this.#state.value.clusters.find(({ id }) => id === cluster);
    return found ? found.nodes.filter(({ state }) => 'pid' in state).map(({ clientUrl }) => clientUrl) : null;
  }
}
