import type { Cluster } from '@shared/contract/local';
import type { RemoteConnection } from '@shared/contract/connections';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { useClusterFeed } from './local-feed';
import { chooseConnection, isSameConnection } from './choice';
import { colourOf, connectionColour } from './colour';
import { useRemotes } from './remotes';
import { storedSelection, storeSelection } from './selection';

/** A connection of the window, local or remote, as lists show it. */
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
 * The connection this window shows. Every area that acts on etcd takes `ref` from here and shows nothing
 * while it is null. Each window has its own; a new window starts with the last one chosen in any window.
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

  /** Shows this connection, now or as soon as it is known. */
  function select(ref: ConnectionRef): void {
    wanted.value = ref;
    storeSelection(ref);
  }

  /** Whether a connection is known to exist no more. One that cannot be read now may still exist. */
  function isRemoved(ref: ConnectionRef): boolean {
    if (connections.value.some((each) => isSameConnection(each.ref, ref))) return false;
    if (ref.kind === 'local') return feed.state?.unreadable.length === 0;
    return remotes.told && remotes.problem === null && remotes.error === null;
  }

  return {
    /**
     * null until the connections are known, and when there are none: see `ready`. Stays the same object while
     * the same connection is shown, so watchers can rely on identity.
     */
    ref: computed(() => (current.value === null ? null : shown.value)),
    name: computed(() => current.value?.name ?? ''),
    colour: computed(() => current.value?.colour ?? null),
    kind: computed(() => current.value?.kind ?? null),
    /** The local cluster on display; null for a remote one. */
    cluster: computed(() => (current.value?.kind === 'local' ? current.value.cluster : null)),
    remote: computed(() => (current.value?.kind === 'remote' ? current.value.remote : null)),
    /**
     * Whether writes are refused on this connection. Connections cannot be set to read-only yet; all actions
     * use this rule, and the engine has its own.
     */
    readOnly: computed<boolean>(() => false),
    /** Whether all connections are known. */
    ready: computed(() => feed.state !== null && remotes.told),
    connections,
    isRemoved,
    select,
  };
});
