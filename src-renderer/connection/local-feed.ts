import { defineStore } from 'pinia';
import { computed } from 'vue';
import { engine } from '../rpc/engine';
import { useLive } from '../rpc/live';

/** The local clusters, live. Which of them the window shows, and what can be done to them, is in `clusters.ts`. */
export const useClusterFeed = defineStore('clusterFeed', () => {
  const feed = useLive((signal) => engine.local.watch({}, { signal }));
  return {
    clusters: computed(() => feed.state.value?.clusters ?? []),
    state: feed.state,
    failure: feed.failure,
    /** Why the clusters cannot be had, a bug included; null while they can. */
    error: feed.error,
    stale: feed.stale,
  };
});
