import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useUnderWay } from '../actions/under-way';
import { useConnection } from '../connection/current';
import { engine } from '../rpc/engine';
import { useLiveOf } from '../rpc/live';

/** The writes of the connection that wait for a leader and were not sent yet. */
export const useHeldWrites = defineStore('heldWrites', () => {
  const connection = useConnection();
  const { busy, run } = useUnderWay();
  const feed = useLiveOf(
    () => connection.ref,
    (to, signal) => engine.members.held({ connection: to }, { signal }),
  );

  /** Takes back those that wait now: each fails with NOT_SENT. */
  function cancel(): void {
    const to = connection.ref;
    if (to) void run('cancelHeld', () => engine.members.cancelHeld({ connection: to }));
  }

  return {
    /** How many wait; 0 while the engine does not tell. */
    count: computed(() => (feed.stale.value ? 0 : (feed.state.value?.writes.length ?? 0))),
    cancelling: computed(() => busy('cancelHeld')),
    cancel,
  };
});
