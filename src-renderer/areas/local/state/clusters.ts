import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { useUnderWay } from '../../../actions/under-way';
import { useConnection } from '../../../connection/current';
import { actions } from './actions';
import { useClusterFeed } from '../../../connection/local-feed';

export interface Question {
  readonly about: 'rename' | 'duplicate' | 'etcd' | 'remove';
  readonly cluster: string;
}

/** The local clusters, live, which of them the window shows, and everything that can be done to them. */
export const useClusters = defineStore('clusters', () => {
  const feed = useClusterFeed();
  const connection = useConnection();
  const current = computed(() => connection.cluster);

  /** Shows this cluster, now or as soon as it is known; remembered by this window. */
  function select(id: string): void {
    connection.select({ kind: 'local', cluster: id });
  }

  const { busy, act, run } = useUnderWay();

  const createOpen = ref(false);
  /** Opens the dialog that makes a cluster, wherever the user is. */
  function openCreate(): void {
    createOpen.value = true;
  }
  /** The dialog that asks about one cluster before something is done to it; null when none is open. */
  const asking = shallowRef<Question | null>(null);

  /** The node whose details are shown; null follows the leader. */
  const selectedNode = ref<string | null>(null);
  watch(
    () => connection.ref,
    () => (selectedNode.value = null),
  );

  return {
    state: computed(() => feed.state),
    failure: computed(() => feed.failure),
    /** Why the clusters cannot be had, a bug included; null while they can. */
    error: computed(() => feed.error),
    stale: computed(() => feed.stale),
    clusters: computed(() => feed.clusters),
    /** The one that is shown; null for none, and while a remote connection is shown. */
    current,
    select,
    busy,
    act,
    createOpen,
    openCreate,
    asking,
    selectedNode,
    ...actions({ act, run, select }),
  };
});
