import type { Log } from './log';

/**
 * Logs uncaught errors with their stack and keeps the process running: a bug in one place must not end clusters
 * that others are using. Active as long as the process lives, shutdown included. Ignores errors from writing to
 * stdout or stderr, whose reader may be gone.
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
