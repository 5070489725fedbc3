import { expect, it } from 'vitest';
import type { PtyEvents } from './pty';
import { Terminal } from './terminal';

/** Higher than any process number. */
const NOBODY = 2 ** 30;

it('a shell is not started again in a terminal that is closed meanwhile', async () => {
  const shells: PtyEvents[] = [];
  const size = { columns: 80, rows: 24 };
  const terminal = new Terminal({
    start: { file: 'sh', args: [], env: {}, folder: '/' },
    size,
    spawn: (_start, events) => {
      shells.push(events);
      const nothing = () => undefined;
      return { pid: NOBODY, write: nothing, resize: nothing, pause: nothing, resume: nothing };
    },
  });
  shells[0]?.end({ code: 0, signal: 0 });
  const restarted = terminal.restart(size);
  await terminal.end(100);
  await restarted;
  expect(shells).toHaveLength(1);
  expect(terminal.exit.value).toEqual({ code: 0, signal: null });
});
