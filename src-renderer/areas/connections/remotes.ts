import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useLive } from '../../rpc/live';
import { engine } from './engine';

/** The connections to clusters elsewhere, live. */
export const useRemotes = defineStore('remotes', () => {
  const feed = useLive((signal) => engine.connections.watch({}, { signal }));
  const connections = computed(() => feed.state.value?.connections ?? []);
  /** Whether it is known which there are, or known that this cannot be had. */
  const told = computed(() => feed.state.value !== null || feed.error.value !== null);
  const secretsKept = computed(() => feed.state.value?.secretsKept ?? true);

  return { connections, told, secretsKept, error: feed.error };
});
