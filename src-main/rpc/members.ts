import type { ConnectionRef } from '@shared/contract/members';
import { Failure } from '../base/failure';
import { type EtcdctlCommand, type Recorder, recorded } from '../base/recorder';
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

/** What a refresh that somebody asked for does; the observer's own polls are nobody's doing, and not noted. */
const refreshCommand: EtcdctlCommand = { words: ['endpoint', 'status'], flags: ['--write-out=table'] };

export function membersRouter(os: Implementer['members'], clusters: LocalClusters, recorder: Recorder) {
  return {
    watch: os.watch.handler(({ input, signal }) =>
      serveLive(observerOf(clusters, input.connection).state, signal),
    ),
    refresh: os.refresh.handler(({ input: { connection } }) =>
      recorded(recorder, { connection, area: 'cluster', command: refreshCommand }, () =>
        observerOf(clusters, connection).refresh(),
      ),
    ),
  };
}
