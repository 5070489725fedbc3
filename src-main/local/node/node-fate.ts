import { statfsSync } from 'node:fs';
import type { NodeState } from '@shared/contract/local';
import { runLines } from './log-file';
import type { ProcessEnd } from '../process/node-process';
import type { NodeFate } from '../record/record';
import type { Reason } from './trouble';
import { reasonOf } from './trouble';

/** What we last did to a process, which explains its end. */
export type Intent =
  | { readonly kind: 'none' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'kill' }
  | { readonly kind: 'give-up'; readonly reason: Reason };

/** One run of a node, and where to read about it. */
export interface Run {
  readonly folder: string;
  readonly logFile: string;
  /** Where the run begins in the log, in bytes. */
  readonly logOffset: number;
}

/** A node without a process. */
export type Ended = Extract<NodeState, { kind: 'stopped' | 'exited' | 'crashed' | 'failed' }>;

/** How many log lines are shown with a failure. */
const TAIL_LINES = 30;
/** A disk with less free space counts as full: etcd cannot even log the problem on the same disk. Bytes. */
const FULL_DISK_BYTES = 1024 * 1024;

/** How a process ended; `missed`: it was already gone when the app started. */
type End = ProcessEnd | { readonly kind: 'missed' };

/** The fate of a node whose process ended at `at` (ISO 8601). Reads the log when the end needs a reason. */
export function fateOf(intent: Intent, end: End, at: string, run: Run): NodeFate {
  switch (intent.kind) {
    case 'stop':
      return { kind: 'stopped' };
    case 'kill':
      return { kind: 'crashed', signal: 'SIGKILL', byUs: true, at };
    case 'give-up':
      return { kind: 'exited', how: 'given-up', code: null, at, reason: intent.reason };
    case 'none':
      if (end.kind === 'signalled') return { kind: 'crashed', signal: end.signal, byUs: false, at };
      return { kind: 'exited', ...howOf(end), at, reason: reasonOfRun(run) };
  }
}

/** The fate as a state, with the last lines of the log. */
export function endedAs(fate: NodeFate, run: Run): Ended {
  if (fate.kind === 'stopped' || fate.kind === 'running') return { kind: 'stopped' };
  const tail = runLines(run.logFile, run.logOffset).slice(-TAIL_LINES);
  if (fate.kind === 'crashed') return { ...fate, tail };
  const { code, how = code === null ? 'unseen' : 'itself' } = fate;
  return { ...fate, how, reason: knownReason(fate), tail };
}

function howOf(end: Exclude<End, { kind: 'signalled' }>) {
  return end.kind === 'exited'
    ? ({ how: 'itself', code: end.code } as const)
    : ({ how: end.kind, code: null } as const);
}

/** When the log names no reason, only the exit code shows that etcd failed. */
function knownReason({ code, reason }: Extract<NodeFate, { kind: 'exited' }>): Reason | null {
  const failed = code !== null && code !== 0;
  return reason.trouble === 'other' && !failed ? null : reason;
}

function reasonOfRun({ folder, logFile, logOffset }: Run): Reason {
  const reason = reasonOf(runLines(logFile, logOffset));
  return reason.trouble === 'other' && diskIsFull(folder)
    ? { trouble: 'disk-full', detail: reason.detail }
    : reason;
}

function diskIsFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < FULL_DISK_BYTES;
  } catch {
    return false;
  }
}
