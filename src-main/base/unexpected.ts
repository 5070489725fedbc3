import { type Disposable, toDisposable } from './lifecycle';
import type { Log } from './log';

/**
 * Logs, with its stack, what no code caught, and goes on: a bug in one place must not end the clusters that others are
 * looking at. Until disposed of.
 */
export function logUnexpected(log: Log): Disposable {
  const report = (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('something failed unexpectedly', { stack: text });
    process.stderr.write(`${text}\n`);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  return toDisposable(() => {
    process.off('uncaughtException', report);
    process.off('unhandledRejection', report);
  });
}
