import { defineStore } from 'pinia';
import { useUnderWay } from '../actions/under-way';
import { engine } from '../rpc/engine';
import { useLiveOf } from '../rpc/live';
import { computed } from 'vue';
import { useConnection } from '../connection/current';

/** The latest status of each member of the connection, live; nothing while the engine does not tell it. */
export const useMembers = defineStore('members', () => {
  const { run } = useUnderWay();
  const connection = useConnection();
  const feed = useLiveOf(
    () => connection.ref,
    (to, signal) => engine.members.watch({ connection: to }, { signal }),
  );

  /** Polls every member now; a failure becomes a toast. */
  function refresh(): Promise<boolean> {
    const to = connection.ref;
    if (!to) return Promise.resolve(false);
    return run('refresh', () => engine.members.refresh({ connection: to }));
  }

  const state = computed(() => (feed.stale.value ? null : feed.state.value));

  return { state, failure: feed.failure, error: feed.error, stale: feed.stale, refresh };
});
