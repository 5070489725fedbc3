import { type EtcdctlCommand, type Recorder, recorded } from '../base/recorder';
import type { Connections } from '../connections/connections';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';

/** What a refresh that somebody asked for does; the observer's own polls are nobody's doing, and not noted. */
const refreshCommand: EtcdctlCommand = { words: ['endpoint', 'status'], flags: ['--write-out=table'] };

export function membersRouter(os: Implementer['members'], connections: Connections, recorder: Recorder) {
  return {
    watch: os.watch.handler(({ input, signal }) =>
      serveLive(connections.members(input.connection).state, signal),
    ),
    refresh: os.refresh.handler(({ input: { connection } }) =>
      recorded(recorder, { connection, area: 'members', command: refreshCommand }, () =>
        connections.members(connection).refresh(),
      ),
    ),
  };
}
