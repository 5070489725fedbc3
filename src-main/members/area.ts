import type { ConnectionRef } from '@shared/contract/connection-ref';
import { type EtcdctlCommand, type Recorder, recorded } from '../base/recorder';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import type { MembersSource } from './source';

interface Needs {
  readonly connections: { members(connection: ConnectionRef): MembersSource };
  readonly commands: Recorder;
}

/** The command recorded for a refresh by the user. The observer's own polls are not recorded. */
const refreshCommand: EtcdctlCommand = { words: ['endpoint', 'status'], flags: ['--write-out=table'] };

/** Registers the area of the members' status. */
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
