import type { CommandRow } from '@shared/contract/commands';
import type { CommandLog } from '../commandlog/command-log';
import { CommandView } from '../commandlog/command-view';
import type { Implementer } from './implementer';
import { ListViews } from './streams';

export function commandsRouter(os: Implementer['commands'], log: CommandLog) {
  const views = new ListViews<CommandRow>();
  return {
    open: os.open.handler(({ input, signal }) => views.open(new CommandView(log, input), signal)),
    rows: os.rows.handler(({ input }) => views.rows(input)),
    line: os.line.handler(({ input }) => ({ line: log.entry(input.seq)?.line ?? null })),
  };
}
