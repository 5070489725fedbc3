import { defineStore } from 'pinia';
import { computed } from 'vue';
import { engine } from '../rpc/engine';
import { useLive } from '../rpc/live';

/** The local clusters, live. `clusters.ts` knows which one the window shows and what can be done to it. */
export const useClusterFeed = defineStore('clusterFeed', () => {
  const feed = useLive((signal) => engine.local.watch({}, { signal }));
  return {
    clusters: computed(() => feed.state.value?.clusters ?? []),
    state: feed.state,
    failure: feed.failure,
    /** Why the clusters are unavailable, bugs included; null while they are available. */
    error: feed.error,
    stale: feed.stale,
  };
});
