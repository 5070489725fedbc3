import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { useConnection } from '../connections/current';
import { actions } from './actions';
import { announceFailure } from './announce';
import { useClusterFeed } from './feed';
import type { Outcome } from './outcome';

export interface Question {
  readonly about: 'rename' | 'duplicate' | 'etcd' | 'remove';
  readonly cluster: string;
}

/**
 * The local clusters, live, which of them the window shows, and everything that can be done to them.
 *
 * Every action goes through `act`, which keeps what is under way in `busy` and returns how it ended, or through
 * `run`, which does the same and shows a failure as a toast.
 */
export const useClusters = defineStore('clusters', () => {
  const feed = useClusterFeed();
  const connection = useConnection();
  const current = computed(() => connection.cluster);

  /** Shows this cluster, now or as soon as it is known; remembered by this window. */
  function select(id: string): void {
    connection.select({ kind: 'local', cluster: id });
  }

  const underWay = reactive(new Set<string>());
  /** Whether an action of that name is under way; names are `start ID`, `kill ID/n1`, `create`. */
  const busy = (name: string) => underWay.has(name);

  /** Runs one action; a second one of the same name meanwhile is not started and ends as a failure of null. */
  async function act<T>(name: string, action: () => Promise<T>): Promise<Outcome<T>> {
    if (underWay.has(name)) return { ok: false, error: null };
    underWay.add(name);
    try {
      return { ok: true, value: await action() };
    } catch (error) {
      return { ok: false, error };
    } finally {
      underWay.delete(name);
    }
  }

  /** `act` for a button: a failure becomes a toast. Tells whether it went well. */
  async function run(name: string, action: () => Promise<unknown>): Promise<boolean> {
    const outcome = await act(name, action);
    if (!outcome.ok && outcome.error !== null) announceFailure(outcome.error);
    return outcome.ok;
  }

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
    run,
    createOpen,
    openCreate,
    asking,
    selectedNode,
    ...actions({ act, run, select }),
  };
});
