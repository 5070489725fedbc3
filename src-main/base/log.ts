import { appendFileSync, closeSync, constants, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
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
/** Text in a field is cut after this: much of it may come from others. Characters. */
const MAX_TEXT = 4096;
/** A named pipe in the file's place would wait for its reader without O_NONBLOCK. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/**
 * Appends to `file`; when it is full it becomes `FILE.1`, in place of an older one. When the log cannot be written (full
 * disk), drops entries silently and the engine keeps running.
 */
export function fileLog(file: string, maxBytes = MAX_BYTES): Log {
  mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
  let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const write = (level: string, message: string, fields: LogFields = {}) => {
    try {
      const entry = { at: new Date().toISOString(), level, message, ...fields };
      const line = `${JSON.stringify(entry, (_, value: unknown) => cut(value))}\n`;
      const size = Buffer.byteLength(line);
      if (bytes > 0 && bytes + size > maxBytes) {
        renameSync(file, `${file}.1`);
        bytes = 0;
      }
      const descriptor = openSync(file, APPEND, PRIVATE_FILE);
      try {
        appendFileSync(descriptor, line);
      } finally {
        closeSync(descriptor);
      }
      bytes += size;
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

function cut(value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
}

/** Drops everything; for tests. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
