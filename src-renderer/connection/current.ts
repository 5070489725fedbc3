import type { Cluster } from '@shared/contract/local';
import type { RemoteConnection } from '@shared/contract/connections';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { connectionColour } from './connection-colour';
import { useClusterFeed } from './local-feed';
import { chooseConnection, isSameConnection } from './choice';
import { colourOf } from './colour';
import { useRemotes } from './remotes';
import { storedSelection, storeSelection } from './selection';

/** A connection of the window, local or remote, as a list of them shows it. */
export type Connection =
  | {
      readonly kind: 'local';
      readonly ref: ConnectionRef;
      readonly name: string;
      /** CSS colour of its mark. */
      readonly colour: string;
      readonly cluster: Cluster;
    }
  | {
      readonly kind: 'remote';
      readonly ref: ConnectionRef;
      readonly name: string;
      readonly colour: string;
      readonly remote: RemoteConnection;
    };

/**
 * What this window is connected to. Every area that acts on etcd takes `ref` from here, and shows nothing while it is
 * null. Each window has its own; a new one begins with the latest that was chosen in any.
 */
export const useConnection = defineStore('connection', () => {
  const feed = useClusterFeed();
  const remotes = useRemotes();

  const connections = computed<readonly Connection[]>(() => [
    ...feed.clusters.map((cluster) => ({
      kind: 'local' as const,
      ref: { kind: 'local' as const, cluster: cluster.id },
      name: cluster.name,
      colour: connectionColour(cluster.id),
      cluster,
    })),
    ...remotes.connections.map((remote) => ({
      kind: 'remote' as const,
      ref: { kind: 'remote' as const, id: remote.id },
      name: remote.name,
      colour: colourOf(remote.colour),
      remote,
    })),
  ]);

  const wanted = shallowRef(storedSelection());
  const shown = shallowRef<ConnectionRef | null>(null);
  watch(
    [() => feed.state, () => remotes.connections, () => remotes.told, wanted],
    () => {
      const known = {
        clusters: feed.state?.clusters ?? null,
        remotes: remotes.told ? remotes.connections : null,
      };
      const chosen = chooseConnection(known, wanted.value, shown.value);
      if (!isSameConnection(chosen, shown.value)) shown.value = chosen;
    },
    { immediate: true, flush: 'sync' },
  );
  const current = computed(
    () => connections.value.find(({ ref }) => isSameConnection(ref, shown.value)) ?? null,
  );

  /** Shows this one, now or as soon as it is known. */
  function select(ref: ConnectionRef): void {
    wanted.value = ref;
    storeSelection(ref);
  }

  return {
    /**
     * null while nothing is known yet, and when there is nothing to connect to: see `ready`. The same object for as
     * long as the same one is shown, so that what follows it can be watched by it.
     */
    ref: computed(() => (current.value === null ? null : shown.value)),
    name: computed(() => current.value?.name ?? ''),
    colour: computed(() => current.value?.colour ?? null),
    kind: computed(() => current.value?.kind ?? null),
    /** The local cluster that is shown; null for a remote one. */
    cluster: computed(() => (current.value?.kind === 'local' ? current.value.cluster : null)),
    remote: computed(() => (current.value?.kind === 'remote' ? current.value.remote : null)),
    /**
     * Whether what writes is refused on this connection. No connection can be set read-only yet: the rule is here for all
     * actions, and the engine has its own.
     */
    readOnly: computed<boolean>(() => false),
    /** Whether all that there is to connect to is known. */
    ready: computed(() => feed.state !== null && remotes.told),
    connections,
    select,
  };
});
