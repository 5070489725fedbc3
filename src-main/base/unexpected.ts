import type { Log } from './log';

/**
 * Logs, with its stack, what no code caught, and goes on: a bug in one place must not end the clusters that others are
 * looking at. For as long as the process lives: what fails at its end is no other case. Whoever read stdout or stderr
 * may be gone: that they cannot be written then is nobody's failure.
 */
export function logUnexpected(log: Log): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const report = (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('something failed unexpectedly', { stack: text });
    process.stderr.write(`${text}\n`);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}
