import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { useUnderWay } from '../../../actions/under-way';
import { useConnection } from '../../../connection/current';
import { actions } from './actions';
import { useClusterFeed } from '../../../connection/local-feed';

/** A restarted node that does not serve by then must not hold up the restart of the others. Milliseconds. */
const SERVES_WITHIN_MS = 10_000;

export interface Question {
  readonly about: 'rename' | 'duplicate' | 'etcd' | 'remove';
  readonly cluster: string;
}

/** The local clusters, live, which one the window shows, and all actions on them. */
export const useClusters = defineStore('clusters', () => {
  const feed = useClusterFeed();
  const connection = useConnection();
  const current = computed(() => connection.cluster);

  /** Shows this cluster, now or as soon as it is known; this window remembers it. */
  function select(id: string): void {
    connection.select({ kind: 'local', cluster: id });
  }

  const { busy, act, run } = useUnderWay();

  const createOpen = ref(false);
  /** Opens the dialog that creates a cluster, wherever the user is. */
  function openCreate(): void {
    createOpen.value = true;
  }
  /** The dialog that asks about a cluster before an action; null when none is open. */
  const asking = shallowRef<Question | null>(null);

  /** The node whose details are open; null follows the leader. */
  const selectedNode = ref<string | null>(null);
  watch(
    () => connection.ref,
    () => (selectedNode.value = null),
  );

  const isUp = (id: string, name: string) =>
    feed.clusters.find((each) => each.id === id)?.nodes.find((node) => node.name === name)?.state.kind ===
    'up';
  const serves = (id: string, name: string) =>
    new Promise<void>((resolve) => {
      const end = () => {
        stop();
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(end, SERVES_WITHIN_MS);
      const stop = watch(
        () => isUp(id, name),
        (up) => up && end(),
        { flush: 'sync' },
      );
      if (isUp(id, name)) end();
    });

  return {
    state: computed(() => feed.state),
    failure: computed(() => feed.failure),
    /** Why the clusters are unavailable, bugs included; null while they are available. */
    error: computed(() => feed.error),
    stale: computed(() => feed.stale),
    clusters: computed(() => feed.clusters),
    /** The current cluster; null for none, and while a remote connection is shown. */
    current,
    select,
    busy,
    act,
    createOpen,
    openCreate,
    asking,
    selectedNode,
    ...actions({ act, run, select, serves }),
  };
});
