import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { ConnectionRef } from '@shared/contract/members';
import { engine } from '../../rpc/engine';
import { useLiveOf } from '../../rpc/live';
import { useClusters } from './clusters';

/** What the members of the cluster that is shown say of themselves, live. */
export const useMembers = defineStore('members', () => {
  const clusters = useClusters();
  const connection = computed<ConnectionRef | null>(() =>
    clusters.current ? { kind: 'local', cluster: clusters.current.id } : null,
  );
  const feed = useLiveOf(
    () => connection.value,
    (to, signal) => engine.members.watch({ connection: to }, { signal }),
  );

  /** Asks every member now; a failure becomes a toast. */
  function refresh(): Promise<boolean> {
    const to = connection.value;
    if (!to) return Promise.resolve(false);
    return clusters.run('refresh', () => engine.members.refresh({ connection: to }));
  }

  return { state: feed.state, failure: feed.failure, stale: feed.stale, refresh };
});
