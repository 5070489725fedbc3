import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProcessEntry } from './process-entry';
import type { ProcessTable } from './process-table';

const run = promisify(execFile);
const COLUMNS = ['-ww', '-o', 'pid=,lstart=,stat=,command='];

/** `ps`, as on macOS and the BSDs; about 10 ms a look. */
export class PosixProcesses implements ProcessTable {
  readonly intervalMs = 1000;

  async list(): Promise<readonly ProcessEntry[]> {
    const entries = parsePs(await ps(['-ax', ...COLUMNS]));
    return entries.filter(({ command }) => command.kind === 'line' && command.line.includes('--data-dir='));
  }

  async look(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>> {
    if (pids.length === 0) return new Map();
    const entries = parsePs(await ps([...COLUMNS, '-p', pids.join(',')]));
    return new Map(entries.map((entry) => [entry.pid, entry]));
  }
}

async function ps(args: readonly string[]): Promise<string> {
  try {
    const environment = { ...process.env, LC_ALL: 'C' };
    return (await run('ps', args, { env: environment, maxBuffer: 16 * 1024 * 1024 })).stdout;
  } catch (error) {
    // `ps` exits with 1 when none of the pids exists. Any other error must not count as their end.
    if (error instanceof Error && 'code' in error && error.code === 1) return '';
    throw error;
  }
}

const LINE = /^\s*(\d+)\s+(\w{3}\s+\w{3}\s+\d+\s+\d+:\d+:\d+\s+\d{4})\s+(\S+)\s+(.+)$/;

/** Reads lines of pid, start (`Mon Nov 23 17:16:50 2026`, local time), state and command. */
export function parsePs(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const [, pid = '', started = '', state = '', command = ''] = LINE.exec(line) ?? [];
    if (pid === '') return [];
    return {
      pid: Number(pid),
      startTime: started,
      startedAt: new Date(started).toISOString(),
      state: state.startsWith('T') ? 'paused' : state.startsWith('Z') ? 'ended' : 'running',
      executable: null,
      command: { kind: 'line', line: command.trimEnd() },
    };
  });
}
