import * as v from 'valibot';
import { live, procedure } from './base';
import { bytes } from './bytes';
import { connectionRef } from './connection-ref';

/** Most terminals at once: each is a shell and holds 1 MiB of what it wrote. */
export const MAX_TERMINALS = 16;
/** Most bytes of one `read` and one `write`. */
export const MAX_TERMINAL_BYTES = 256 * 1024;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = {
  columns: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
};
const ofTerminal = { terminal: v.string() };

/** How a shell ended: `signal` is null unless a signal ended it, such as SIGHUP. */
export const terminalExit = v.object({ code: v.number(), signal: v.nullable(v.string()) });
export type TerminalExit = v.InferOutput<typeof terminalExit>;

/** What one must know of a terminal's etcdctl. Versions such as 3.6.14; null when the cluster's is not known. */
export const etcdctlNote = v.variant('kind', [
  /** There is none here, so PATH decides what `etcdctl` is. */
  v.object({ kind: v.literal('missing'), cluster: v.nullable(v.string()) }),
  /** It is of another minor version than the cluster. */
  v.object({ kind: v.literal('otherMinor'), etcdctl: v.string(), cluster: v.string() }),
  /** The connection names the server otherwise than its endpoints do, which etcdctl cannot be told. */
  v.object({ kind: v.literal('serverName'), name: v.string() }),
]);
export type EtcdctlNote = v.InferOutput<typeof etcdctlNote>;

export const terminalInfo = v.object({
  id: v.string(),
  /** Counts up from 1 for as long as the engine runs: a name that tells one from the others. */
  number: count,
  connection: connectionRef,
  /** The member that its etcdctl asks; null is all endpoints of the connection. */
  member: v.nullable(v.string()),
  /** Name of its shell, such as bash. */
  shell: v.string(),
  /** Its `etcdctl`; null when there is none, and PATH decides. */
  etcdctl: v.nullable(v.string()),
  notes: v.array(etcdctlNote),
  /** null while its shell runs. */
  exit: v.nullable(terminalExit),
});
export type TerminalInfo = v.InferOutput<typeof terminalInfo>;

export const terminalsState = v.object({ terminals: v.array(terminalInfo) });
export type TerminalsState = v.InferOutput<typeof terminalsState>;

/** What a terminal wrote, from a place on. */
export const terminalOutput = v.object({
  /** Where `data` begins, in bytes since the terminal was opened. More than was asked for when the rest fell out. */
  from: count,
  data: bytes,
  /** Where to read on. */
  next: count,
  /** The end of what there is now: what lies before it was written before this answer. */
  end: count,
  /** How the shell ended, once all that it wrote has been read; null before. */
  exit: v.nullable(terminalExit),
});
export type TerminalOutput = v.InferOutput<typeof terminalOutput>;

/**
 * Shells on real pseudo-terminals of the engine's machine, set up for a connection. They belong to the engine, not to
 * a window: a window that comes later reads the last 1 MiB of what they wrote. Where the host offers no terminal, every
 * call but `state` fails with TERMINAL_OFF.
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
   * What it wrote from byte `after` on, `maxBytes` at most; waits until there is some, or the shell has ended. The
   * program is held up while nobody reads what it wrote, so nothing is lost to a window that reads.
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
  /** What is typed, as bytes. Nothing happens when the shell has ended. */
  write: procedure
    .input(
      v.object({
        ...ofTerminal,
        data: v.pipe(
          bytes,
          v.check((data) => data.length <= MAX_TERMINAL_BYTES, 'too long'),
        ),
      }),
    )
    .output(v.void()),
  resize: procedure.input(v.object({ ...ofTerminal, ...size })).output(v.void()),
  /** Starts another shell in a terminal whose shell has ended; what was written stays. */
  restart: procedure.input(v.object({ ...ofTerminal, ...size })).output(v.void()),
  /** Ends the shell and what it started (SIGHUP, SIGKILL 2 s later) and forgets the terminal. */
  close: procedure.input(v.object(ofTerminal)).output(v.void()),
};
