import * as v from 'valibot';
import { list, procedure } from './base';
import { failureValue } from './failures';
import { connectionRef } from './connection-ref';

/** Where in the window an action was done. */
export const commandAreas = ['members', 'keys', 'watch', 'leases'] as const;
export const commandArea = v.picklist(commandAreas);
export type CommandArea = v.InferOutput<typeof commandArea>;

/**
 * Why no shell can do what an action did: no argument of a program can hold a NUL (`nul`); etcdctl asks for no lease of a
 * given ID (`chosenId`); `etcdctl watch` takes a key that begins with a dash for an option (`leadingDash`).
 */
export const commandHindrance = v.picklist(['nul', 'chosenId', 'leadingDash']);
export type CommandHindrance = v.InferOutput<typeof commandHindrance>;

const seq = v.pipe(v.number(), v.integer(), v.minValue(0));

export const commandRow = v.object({
  /** Counts up from 0 for as long as the engine runs. */
  seq,
  /** When it was done; ISO 8601, UTC. */
  at: v.string(),
  connection: connectionRef,
  area: commandArea,
  /** The start of the line, at most 400 characters. */
  start: v.string(),
  /** Length of the whole line. */
  length: v.number(),
  /** null when a shell can do it; else the line only shows what was done. */
  hindrance: v.nullable(commandHindrance),
  /** How it failed; null when it went well. */
  failure: v.nullable(failureValue),
});
export type CommandRow = v.InferOutput<typeof commandRow>;

export const commandQuery = v.object({
  /** null is those of all connections. */
  connection: v.nullable(connectionRef),
  /** null is all areas. */
  area: v.nullable(commandArea),
  /** Case-insensitive substring of the start of the line; '' is all. */
  search: v.string(),
});
export type CommandQuery = v.InferOutput<typeof commandQuery>;

/**
 * What was done in the windows, each as the `etcdctl` command that does the same. The last 2,000 or 8 MiB are kept, and
 * end with the engine.
 */
export const etcdctl = {
  ...list(commandQuery, commandRow),
  /** The whole line, for bash, zsh and other POSIX shells. null when it fell out of the log. */
  line: procedure.input(v.object({ seq })).output(v.object({ line: v.nullable(v.string()) })),
};
