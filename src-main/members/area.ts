import type { ConnectionRef } from '@shared/contract/connection-ref';
import { type EtcdctlCommand, type Recorder, recorded } from '../base/recorder';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import type { MembersSource } from './source';

interface Needs {
  readonly connections: { members(connection: ConnectionRef): MembersSource };
  readonly commands: Recorder;
}

/** What a refresh that somebody asked for does; the observer's own polls are nobody's doing, and not noted. */
const refreshCommand: EtcdctlCommand = { words: ['endpoint', 'status'], flags: ['--write-out=table'] };

/** Hands in what the members of each connection say of themselves. */
export function membersArea({ connections, commands }: Needs, os: Implementer['members']) {
  const router = {
    watch: os.watch.handler(({ input, signal }) =>
      serveLive(connections.members(input.connection).state, signal),
    ),
    refresh: os.refresh.handler(({ input: { connection } }) =>
      recorded(commands, { connection, area: 'members', command: refreshCommand }, () =>
        connections.members(connection).refresh(),
      ),
    ),
  };
  return { router };
}
