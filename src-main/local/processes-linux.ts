import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { systemErrorCode } from '../base/failure';
import type { ProcessEntry } from './process-entry';
import type { ProcessTable } from './process-table';

/** USER_HZ, the unit of start times in /proc, is 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const TICKS_PER_SECOND = 100;

/**
 * /proc. It is memory, not disk, so it is read synchronously (about 50 µs a process): between a look and the
 * signal that follows it nothing else runs.
 */
export class LinuxProcesses implements ProcessTable {
  readonly intervalMs = 200;

  list(): Promise<readonly ProcessEntry[]> {
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    return Promise.resolve(
      pids.flatMap((pid) => {
        const command = read(pid, 'cmdline');
        return command?.includes('--data-dir=') ? (entryOf(pid) ?? []) : [];
      }),
    );
  }

  look(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>> {
    const entries = pids.flatMap((pid) => entryOf(pid) ?? []);
    return Promise.resolve(new Map(entries.map((entry) => [entry.pid, entry])));
  }
}

function entryOf(pid: number): ProcessEntry | null {
  const stat = parseStat(read(pid, 'stat') ?? '');
  if (!stat) return null;
  return {
    pid,
    startTime: stat.startTicks,
    startedAt: new Date(bootTimeMs() + (Number(stat.startTicks) * 1000) / TICKS_PER_SECOND).toISOString(),
    state: stat.state,
    executable: executableOf(pid),
    command: { kind: 'arguments', all: parseCommandLine(read(pid, 'cmdline') ?? '') },
  };
}

/** State and start time of `/proc/PID/stat`; null when it is not one. See proc(5), fields 3 and 22. */
export function parseStat(text: string): { state: ProcessEntry['state']; startTicks: string } | null {
  // The second field, in parentheses, is the command's name and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [letter] = fields;
  const startTicks = fields[19];
  if (letter === undefined || startTicks === undefined) return null;
  return { state: stateOf(letter), startTicks };
}

/** `T` is stopped by a signal, `t` by a debugger; `Z` and `X` are the dead. Anything else can run. */
function stateOf(letter: string): ProcessEntry['state'] {
  if (letter === 'T' || letter === 't') return 'paused';
  return letter === 'Z' || letter === 'X' ? 'ended' : 'running';
}

/** The arguments in `/proc/PID/cmdline`, each ended by a NUL. */
export function parseCommandLine(text: string): string[] {
  const all = text.split('\0');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

/** When the system started, milliseconds since 1970; `/proc/stat` counts it in whole seconds. */
export function parseBootTime(text: string): number {
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0) * 1000;
}

let bootTime: number | null = null;

function bootTimeMs(): number {
  return (bootTime ??= parseBootTime(readFileSync('/proc/stat', 'utf8')));
}

/** Null when there is no such process (any more). Any other error must not pass for its end. */
function read(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(systemErrorCode(error) ?? '')) return null;
    throw error;
  }
}

/** Null for a process of another user, and for one that is ending. */
function executableOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}
