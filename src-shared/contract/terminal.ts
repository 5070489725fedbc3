import * as v from 'valibot';
import { live, procedure } from './base';
import { bytes } from './bytes';
import { connectionRef } from './connection-ref';

/** Maximum terminals at once: each is a shell and keeps 1 MiB of its output. */
export const MAX_TERMINALS = 16;
/** Maximum bytes of one `read` and one `write`. */
export const MAX_TERMINAL_BYTES = 256 * 1024;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = {
  columns: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
};
const ofTerminal = { terminal: v.string() };

/** How a shell ended; `signal` is null unless a signal, such as SIGHUP, ended it. */
export const terminalExit = v.object({ code: v.number(), signal: v.nullable(v.string()) });
export type TerminalExit = v.InferOutput<typeof terminalExit>;

/**
 * What the user should know about a terminal's etcdctl. Versions such as 3.6.14; null when the cluster's is
 * unknown.
 */
export const etcdctlNote = v.variant('kind', [
  /** The app found none on this machine, so PATH decides what `etcdctl` is. */
  v.object({ kind: v.literal('missing'), cluster: v.nullable(v.string()) }),
  /** Its minor version differs from the cluster's. */
  v.object({ kind: v.literal('otherMinor'), etcdctl: v.string(), cluster: v.string() }),
  /** The connection sets another server name than its endpoints have, for which etcdctl has no option. */
  v.object({ kind: v.literal('serverName'), name: v.string() }),
  /** Nodes whose port another program has; etcdctl does not ask there. */
  v.object({ kind: v.literal('portTaken'), nodes: v.array(v.string()) }),
]);
export type EtcdctlNote = v.InferOutput<typeof etcdctlNote>;

export const terminalInfo = v.object({
  id: v.string(),
  /** Counts up from 1 for as long as the engine runs; tells terminals apart. */
  number: count,
  connection: connectionRef,
  /** The member that its etcdctl asks; null for all endpoints of the connection. */
  member: v.nullable(v.string()),
  /** Name of its shell, such as bash. */
  shell: v.string(),
  /** Path of its `etcdctl`; null when there is none, and PATH decides. */
  etcdctl: v.nullable(v.string()),
  notes: v.array(etcdctlNote),
  /** null while its shell runs. */
  exit: v.nullable(terminalExit),
});
export type TerminalInfo = v.InferOutput<typeof terminalInfo>;

export const terminalsState = v.object({ terminals: v.array(terminalInfo) });
export type TerminalsState = v.InferOutput<typeof terminalsState>;

/** Output of a terminal, from a position on. */
export const terminalOutput = v.object({
  /**
   * Where `data` begins, in bytes since the terminal was opened. Later than requested when the bytes in between
   * were dropped.
   */
  from: count,
  data: bytes,
  /** Where to continue reading. */
  next: count,
  /** The end of the current output: everything before it was written before this answer. */
  end: count,
  /** How the shell ended, once all of its output has been read; null before. */
  exit: v.nullable(terminalExit),
});
export type TerminalOutput = v.InferOutput<typeof terminalOutput>;

/**
 * Shells on real pseudo-terminals of the engine's machine, set up for a connection. They belong to the engine, not
 * to a window: a window that opens later can read the last 1 MiB of their output. If the host offers no terminal,
 * every call but `state` fails with TERMINAL_OFF.
 */
export const terminal = {
  /** All terminals, in the order they were opened. */
  state: live(v.object({}), terminalsState),
  /**
   * Starts a shell. Errors: TERMINAL_OFF, TOO_MANY_TERMINALS, TERMINAL_UNAVAILABLE, NOT_FOUND (connection or member).
   */
  open: procedure
    .input(v.object({ connection: connectionRef, member: v.nullable(v.string()), ...size }))
    .output(v.object(ofTerminal)),
  /**
   * Output from byte `after` on, at most `maxBytes`; waits until there is some, or the shell has ended. The
   * program blocks while nobody reads its output, so a window that reads loses nothing.
   */
  read: procedure
    .input(
      v.object({
        ...ofTerminal,
        after: count,
        maxBytes: v.pipe(count, v.minValue(1), v.maxValue(MAX_TERMINAL_BYTES)),
      }),
    )
    .output(terminalOutput),
  /** Writes typed bytes. Does nothing when the shell has ended. */
  write: procedure
    .input(
      v.object({
        ...ofTerminal,
        data: v.pipe(bytes, v.maxLength(MAX_TERMINAL_BYTES)),
      }),
    )
    .output(v.void()),
  resize: procedure.input(v.object({ ...ofTerminal, ...size })).output(v.void()),
  /** Starts another shell in a terminal whose shell has ended; keeps the output. */
  restart: procedure.input(v.object({ ...ofTerminal, ...size })).output(v.void()),
  /** Ends the shell and its children (SIGHUP, SIGKILL 2 s later) and removes the terminal. */
  close: procedure.input(v.object(ofTerminal)).output(v.void()),
};
