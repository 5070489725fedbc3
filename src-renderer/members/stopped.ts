import type { Cluster } from '@shared/contract/local';
import { computed, type ComputedRef, watch } from 'vue';
import { link } from '../rpc/engine';
import { useConnection } from '../connection/current';
import { isRunning } from '../connection/running';

/**
 * The local cluster on show while it is known to be stopped, else null. It answers nothing then, and what its endpoints
 * say about that is beside the point: `StoppedCluster` stands in place of it.
 */
export function useStoppedCluster(): ComputedRef<Cluster | null> {
  const connection = useConnection();
  return computed(() => {
    const { cluster } = connection;
    return link.value !== 'lost' && cluster && !isRunning(cluster) ? cluster : null;
  });
}

/** Reads again as soon as a node of the local cluster on show serves, if the last read failed. Until the effect scope ends. */
export function readAgainWhenServed(error: () => unknown, read: () => unknown): void {
  const connection = useConnection();
  watch(
    () => connection.cluster?.nodes.some(({ state }) => state.kind === 'up') ?? false,
    (serves) => {
      if (serves && error() !== null) void read();
    },
  );
}
