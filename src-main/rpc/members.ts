import type { ConnectionRef } from '@shared/contract/members';
import { Failure } from '../base/failure';
import type { LocalClusters } from '../local/local-clusters';
import type { MemberObserver } from '../members/observer';
import type { Implementer } from './implementer';
import { serveLive } from './streams';

/** Who watches the members of what a window is connected to. */
export function observerOf(clusters: LocalClusters, connection: ConnectionRef): MemberObserver {
  if (connection.kind === 'remote')
    throw new Failure('NOT_FOUND', { what: 'connection', name: connection.id });
  return clusters.observer(connection.cluster);
}

export function membersRouter(os: Implementer['members'], clusters: LocalClusters) {
  return {
    watch: os.watch.handler(({ input, signal }) =>
      serveLive(observerOf(clusters, input.connection).state, signal),
    ),
    refresh: os.refresh.handler(async ({ input }) => {
      await observerOf(clusters, input.connection).refresh();
    }),
  };
}
