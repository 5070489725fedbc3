import type { CommandRow } from '@shared/contract/etcdctl';
import type { Implementer } from '../rpc/implementer';
import { ListViews } from '../rpc/streams';
import type { CommandLog } from './command-log';
import { CommandView } from './command-view';

/** Registers the area of the etcdctl log. */
export function etcdctlArea(
  { commands: log }: { readonly commands: CommandLog },
  os: Implementer['etcdctl'],
) {
  const views = new ListViews<CommandRow>();
  const router = {
    open: os.open.handler(({ input, signal }) => views.open(new CommandView(log, input), signal)),
    rows: os.rows.handler(({ input }) => views.rows(input)),
    line: os.line.handler(({ input }) => ({ line: log.entry(input.seq)?.line ?? null })),
  };
  return { router };
}
