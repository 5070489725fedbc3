import type { ConnectionRef } from '@shared/contract/connection-ref';
import { type EtcdctlCommand, type Recorder, recorded } from '../base/recorder';
import type { HeldWrites } from '@shared/contract/members';
import type { Live } from '../base/live';
import type { EtcdClient } from '../etcd/links/client';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import {
  compactCommand,
  compactTo,
  defragment,
  defragmentCommand,
  disarm,
  disarmCommand,
  presentRevision,
} from './alarm-steps';
import type { MembersSource } from './source';

interface Needs {
  readonly connections: {
    members(connection: ConnectionRef): MembersSource;
    client(connection: ConnectionRef): EtcdClient;
  };
  readonly commands: Recorder;
}

/** The command recorded for a refresh by the user. The observer's own polls are not recorded. */
const refreshCommand: EtcdctlCommand = { words: ['endpoint', 'status'], flags: ['--write-out=table'] };

/** Registers the area of the members' status. */
export function membersArea({ connections, commands }: Needs, os: Implementer['members']) {
  const router = {
    held: os.held.handler(({ input, signal }) => {
      const { state } = connections.client(input.connection).held;
      const asData: Live<HeldWrites> = {
        get value() {
          return { writes: [...state.value] };
        },
        onChange: (listener) => state.onChange(listener),
      };
      return serveLive(asData, signal);
    }),
    compact: os.compact.handler(async ({ input: { connection }, signal }) => {
      const client = connections.client(connection);
      const revision = await presentRevision(client, { ...(signal && { signal }) });
      const action = { connection, area: 'members', command: compactCommand(revision) } as const;
      await recorded(commands, action, () => compactTo(client, revision, { ...(signal && { signal }) }));
      return { revision: String(revision) };
    }),
    defragment: os.defragment.handler(({ input: { connection, endpoint }, signal }) =>
      recorded(commands, { connection, area: 'members', command: defragmentCommand(endpoint) }, () =>
        defragment(connections.client(connection), endpoint, { ...(signal && { signal }) }),
      ),
    ),
    disarm: os.disarm.handler(({ input: { connection, alarm }, signal }) =>
      recorded(commands, { connection, area: 'members', command: disarmCommand }, () =>
        disarm(connections.client(connection), alarm, { ...(signal && { signal }) }),
      ),
    ),
    cancelHeld: os.cancelHeld.handler(({ input }) => connections.client(input.connection).held.cancel()),
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
