import type { LogLevel, LogRow } from '@shared/contract/logs';
import { isoMicros, isoMicrosOfSeconds } from './time';
import { topLevelMembers } from './json-object';

/** One parsed line of a node's log. It has all of a row except its position: `seq` and `node`. */
export type LogRecord = Omit<LogRow, 'seq' | 'node'>;

/** Maps zap's levels to ours; levels that end the process are `fatal`. */
const levels: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  dpanic: 'error',
  panic: 'fatal',
  fatal: 'fatal',
};

/** How the last message of a Go process or of etcd's flag parser begins; see `samples/`. */
const LAST_WORDS =
  /^(panic:|fatal error:|fatal:|error:|runtime: |unexpected fault |flag provided but not defined|invalid value |flag needs an argument|\[signal )/i;

/** gRPC's own lines, which etcd 3.4 passes on unchanged. */
const GRPC = /^(INFO|WARNING|ERROR|FATAL): \d{4}\/\d\d\/\d\d /;
const grpcLevels: Readonly<Record<string, LogLevel>> = {
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  FATAL: 'fatal',
};

/** A truncated JSON line (after a kill, or by our own limit) still shows its level and time. */
const CUT = /^\{"level":"(\w+)","ts":"?([^",]+)/;

/**
 * Parses one line, without its line end. zap's JSON (etcd 3.4 to 3.7) becomes level, time, message, caller and the
 * other fields in order, each value as the JSON text that etcd wrote, so that integers above 2^53 keep their
 * digits. Any other line becomes a message as a whole. Its level is `error` when it begins like the end of a
 * process, else `context`, the level of the lines around it, so that a panic's stack stays with its panic. Never
 * fails.
 */
export function parseLogLine(line: string, context: LogLevel = 'info'): LogRecord {
  const members = topLevelMembers(line);
  if (!members) return plain(line, context);
  let level: LogLevel = context;
  let at: string | null = null;
  let message = '';
  let caller: string | null = null;
  const fields: { name: string; value: string }[] = [];
  for (const { name, value } of members) {
    const text = stringOf(value);
    const known = name === 'level' && text !== null ? levels[text] : undefined;
    const time = name === 'ts' ? timeOf(text ?? value) : null;
    if (known) level = known;
    else if (time) at = time;
    else if (name === 'msg' && text !== null) message = text;
    else if (name === 'caller' && text !== null) caller = text;
    else fields.push({ name, value });
  }
  return { at, level, message, fields, caller };
}

function plain(line: string, context: LogLevel): LogRecord {
  const cut = CUT.exec(line);
  const level = levels[cut?.[1] ?? ''] ?? grpcLevels[GRPC.exec(line)?.[1] ?? ''];
  return {
    at: cut?.[2] ? timeOf(cut[2]) : null,
    level: level ?? (LAST_WORDS.test(line) ? 'error' : context),
    message: line,
    fields: [],
    caller: null,
  };
}

/** The time of a line, which is text or a number of seconds. */
function timeOf(text: string): string | null {
  return isoMicros(text) ?? isoMicrosOfSeconds(text);
}

/** The string in a JSON text; null when it is not a string. */
function stringOf(json: string): string | null {
  if (!json.startsWith('"')) return null;
  if (!json.includes('\\')) return json.slice(1, -1);
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' ? value : null;
}
