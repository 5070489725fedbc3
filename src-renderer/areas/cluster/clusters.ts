import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { engine } from '../../rpc/engine';
import { useLive } from '../../rpc/live';
import { chooseCluster } from './choice';
import { actions } from './actions';
import { announceFailure } from './announce';
import type { Outcome } from './outcome';

/** Where the choice of cluster outlives the window. */
const STORED = 'quorate.cluster';

export interface Question {
  readonly about: 'rename' | 'duplicate' | 'remove';
  readonly cluster: string;
}

/**
 * The local clusters, live, which of them the window shows, and everything that can be done to them.
 *
 * Every action goes through `act`, which keeps what is under way in `busy` and returns how it ended, or through
 * `run`, which does the same and shows a failure as a toast.
 */
export const useClusters = defineStore('clusters', () => {
  const feed = useLive((signal) => engine.clusters.watch({}, { signal }));
  const clusters = computed(() => feed.state.value?.clusters ?? []);

  const wanted = ref(localStorage.getItem(STORED));
  const shown = ref<string | null>(null);
  watch(
    [clusters, wanted],
    () => {
      if (feed.state.value) shown.value = chooseCluster(clusters.value, wanted.value, shown.value);
    },
    { immediate: true, flush: 'sync' },
  );
  const current = computed(() => clusters.value.find(({ id }) => id === shown.value) ?? null);

  /** Shows this cluster, now or as soon as it is known; remembered by this window's storage. */
  function select(id: string): void {
    wanted.value = id;
    localStorage.setItem(STORED, id);
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
  watch(shown, () => (selectedNode.value = null));

  return {
    state: feed.state,
    failure: feed.failure,
    /** Why the clusters cannot be had, a bug included; null while they can. */
    error: feed.error,
    stale: feed.stale,
    clusters,
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
