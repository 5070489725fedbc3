import type { CommandRow } from '@shared/contract/etcdctl';
import type { CommandLog } from './command-log';
import { CommandView } from './command-view';
import type { Implementer } from '../rpc/implementer';
import { ListViews } from '../rpc/streams';

export function etcdctlRouter(os: Implementer['etcdctl'], log: CommandLog) {
  const views = new ListViews<CommandRow>();
  return {
    open: os.open.handler(({ input, signal }) => views.open(new CommandView(log, input), signal)),
    rows: os.rows.handler(({ input }) => views.rows(input)),
    line: os.line.handler(({ input }) => ({ line: log.entry(input.seq)?.line ?? null })),
  };
}
