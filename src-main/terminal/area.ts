import { join } from 'node:path';
import type { HostCapabilities } from '../base/host';
import type { Log } from '../base/log';
import type { Connections } from '../connections/connections';
import type { Area } from '../rpc/area';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import { loadNodePty } from './node-pty';
import { Terminals } from './terminals';

export function terminalRouter(os: Implementer['terminal'], terminals: Terminals) {
  return {
    state: os.state.handler(({ signal }) => serveLive(terminals.state, signal)),
    open: os.open.handler(async ({ input: { connection, member, columns, rows } }) => ({
      terminal: await terminals.create(connection, member, { columns, rows }),
    })),
    read: os.read.handler(({ input, signal }) =>
      terminals.read(input.terminal, input.after, input.maxBytes, signal),
    ),
    write: os.write.handler(({ input }) => terminals.write(input.terminal, input.data)),
    resize: os.resize.handler(({ input: { terminal, columns, rows } }) =>
      terminals.resize(terminal, { columns, rows }),
    ),
    restart: os.restart.handler(({ input: { terminal, columns, rows } }) =>
      terminals.restart(terminal, { columns, rows }),
    ),
    close: os.close.handler(({ input }) => terminals.close(input.terminal)),
  };
}

interface Needs {
  readonly dataFolder: string;
  readonly host: Pick<HostCapabilities, 'terminal'>;
  readonly connections: Pick<Connections, 'shell'>;
  readonly log: Log;
}

/** Registers the area of terminals. */
export async function terminalArea(
  { dataFolder, host, connections, log }: Needs,
  os: Implementer['terminal'],
) {
  const terminals = await Terminals.open({
    folder: join(dataFolder, 'terminal'),
    allowed: host.terminal,
    shellFor: (connection, member) => connections.shell(connection, member),
    load: loadNodePty,
    log,
  });
  return {
    router: terminalRouter(os, terminals),
    dispose: () => terminals.dispose(),
  } satisfies Area<unknown>;
}
