import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PRIVATE_FILE, PRIVATE_FOLDER } from './private';

export type LogFields = Readonly<Record<string, unknown>>;

/** The engine's own log: one JSON object a line. Never log a secret or a user's value. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The log takes at most twice this size, in two files. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Appends to `file`. When the log cannot be written (full disk), drops entries silently and the engine keeps
 * running.
 */
export function fileLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
  if (existsSync(file) && statSync(file).size > MAX_BYTES) renameSync(file, `${file}.1`);
  const write = (level: string, message: string, fields: LogFields = {}) => {
    try {
      appendFileSync(
        file,
        `${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`,
        { mode: PRIVATE_FILE },
      );
    } catch {
      // There is no place left to report this.
    }
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}

/** Drops everything; for tests. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
