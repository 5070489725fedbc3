import type { Terminals } from './terminals';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';

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
