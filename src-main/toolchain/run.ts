import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { BinaryReason } from '@shared/contract/reasons';
import { shown } from '../base/large-parts';
import type { Environment } from './proxy';

export interface RunOptions {
  readonly environment: Environment;
  /** The program and its children are killed when they take longer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Runs a program to its end and returns its output; throws a `RunError` that explains a failure. */
export type RunProgram = (file: string, args: readonly string[], options: RunOptions) => Promise<string>;

/** Why a program that was started did not do its work. */
export class RunError extends Error {
  override readonly name = 'RunError';

  constructor(readonly reason: BinaryReason) {
    super(JSON.stringify(reason));
  }
}

const MAX_CHARACTERS = 64 * 1024;
/** In a process group of its own, a wrapper script can be ended together with its children. */
const ownGroup = process.platform !== 'win32';

export const runProgram: RunProgram = (file, args, { environment, timeoutMs, signal }) =>
  new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(file, [...args], {
      env: { ...environment },
      detached: ownGroup,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    const output = collect(child.stdout);
    const errors = collect(child.stderr);
    let ended: BinaryReason | null = null;
    const end = (why: BinaryReason) => {
      ended ??= why;
      killGroup(child);
      // A process that left the group may still hold the pipes.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const cancel = () => end({ kind: 'cancelled' });
    const timer = setTimeout(() => end({ kind: 'not-within', seconds: timeoutMs / 1000 }), timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    };
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    child.once('close', (code, by) => {
      settle();
      if (ended !== null) reject(new RunError(ended));
      else if (code === 0) resolve(output());
      else reject(new RunError({ kind: 'ended', code, signal: by, detail: lastLine(errors() + output()) }));
    });
  });

/** The last non-empty line, or its start when it is long; '' when there is none. */
export function lastLine(text: string): string {
  return shown(text.trim().split('\n').at(-1)?.trim() ?? '');
}

/** A process that could not be started may have no stream. */
function collect(stream: Readable | null): () => string {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    if (text.length < MAX_CHARACTERS) text += chunk;
  });
  return () => text;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It just ended.
  }
}
