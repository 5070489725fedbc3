import * as v from 'valibot';
import { list, procedure } from './base';
import { failureValue } from './failures';
import { connectionRef } from './connection-ref';

/** The area of the window where an action was done. */
export const commandAreas = ['members', 'keys', 'watch', 'leases'] as const;
export const commandArea = v.picklist(commandAreas);
export type CommandArea = v.InferOutput<typeof commandArea>;

/**
 * Why no shell can do what an action did. `nul`: no program argument can hold a NUL. `chosenId`: etcdctl cannot
 * ask for a lease with a given ID. `leadingDash`: `etcdctl watch` takes a key that begins with a dash for an
 * option. `cut`: a value of more than 64 KiB was not kept; the line has its start.
 */
export const commandHindrance = v.picklist(['nul', 'chosenId', 'leadingDash', 'cut']);
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
  /** null when a shell can run it; otherwise the line only shows what was done. */
  hindrance: v.nullable(commandHindrance),
  /** How it failed; null when it succeeded. */
  failure: v.nullable(failureValue),
});
export type CommandRow = v.InferOutput<typeof commandRow>;

export const commandQuery = v.object({
  /** null for all connections. */
  connection: v.nullable(connectionRef),
  /** null for all areas. */
  area: v.nullable(commandArea),
  /** Case-insensitive substring of the start of the line; '' matches all. */
  search: v.string(),
});
export type CommandQuery = v.InferOutput<typeof commandQuery>;

/**
 * The actions done in the windows, each as the `etcdctl` command that does the same. The last 2,000 or 8 MiB are
 * kept until the engine ends.
 */
export const etcdctl = {
  ...list(commandQuery, commandRow),
  /** The whole line, for bash, zsh and other POSIX shells. null when the log has dropped it. */
  line: procedure.input(v.object({ seq })).output(v.object({ line: v.nullable(v.string()) })),
};
