import * as v from 'valibot';
import { list } from './base';

/** zap's levels, lowest first. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
export const logLevel = v.picklist(logLevels);
export type LogLevel = v.InferOutput<typeof logLevel>;

export const logRow = v.object({
  /** Counts up from 0 per node for as long as the engine runs. */
  seq: v.number(),
  node: v.string(),
  /** ISO 8601 with microseconds, as logged by etcd; null for a line that is not JSON. */
  at: v.nullable(v.string()),
  level: logLevel,
  /** The message, or the whole line when it is not JSON. */
  message: v.string(),
  /** The other fields, as `name=value` pairs with JSON values. */
  fields: v.array(v.object({ name: v.string(), value: v.string() })),
  caller: v.nullable(v.string()),
});
export type LogRow = v.InferOutput<typeof logRow>;

export const logQuery = v.object({
  cluster: v.string(),
  /** null for all nodes, merged by time. */
  node: v.nullable(v.string()),
  minLevel: logLevel,
  /** Case-insensitive substring of message, fields or caller; '' matches all. */
  search: v.string(),
});
export type LogQuery = v.InferOutput<typeof logQuery>;

export const logs = list(logQuery, logRow);
