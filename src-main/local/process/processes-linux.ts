import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { systemErrorCode } from '../../base/failure';
import type { ProcessEntry } from './process-entry';
import type { ProcessTable } from './process-table';

/** USER_HZ, the unit of start times in /proc, is 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const TICKS_PER_SECOND = 100;
const NOT_OURS: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

type ReadText = (path: string) => string;

/**
 * /proc. It is memory, not disk, so it is read synchronously (about 50 µs a process): between a look and the
 * signal that follows it nothing else runs.
 */
export class LinuxProcesses implements ProcessTable {
  readonly intervalMs = 200;
  readonly #readText: ReadText;

  /** `readText` reads a file of /proc as text. */
  constructor(readText: ReadText = (path) => readFileSync(path, 'utf8')) {
    this.#readText = readText;
  }

  list(): Promise<readonly ProcessEntry[]> {
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    return Promise.resolve(
      pids.flatMap((pid) => {
        const command = this.#read(pid, 'cmdline');
        return command?.includes('--data-dir=') ? (this.#entryOf(pid) ?? []) : [];
      }),
    );
  }

  look(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>> {
    const entries = pids.flatMap((pid) => this.#entryOf(pid) ?? []);
    return Promise.resolve(new Map(entries.map((entry) => [entry.pid, entry])));
  }

  #entryOf(pid: number): ProcessEntry | null {
    const stat = parseStat(this.#read(pid, 'stat') ?? '');
    if (!stat) return null;
    return {
      pid,
      startTime: stat.startTicks,
      startedAt: new Date(bootTimeMs() + (Number(stat.startTicks) * 1000) / TICKS_PER_SECOND).toISOString(),
      state: stat.state,
      executable: executableOf(pid),
      command: { kind: 'arguments', all: parseCommandLine(this.#read(pid, 'cmdline') ?? '') },
    };
  }

  /**
   * Null when there is no such process (any more), and for one of another user that the system hides (`hidepid`, see
   * proc(5)): it is none of ours. Any other error must not pass for its end.
   */
  #read(pid: number, file: string): string | null {
    try {
      return this.#readText(`/proc/${pid}/${file}`);
    } catch (error) {
      if (NOT_OURS.has(systemErrorCode(error) ?? '')) return null;
      throw error;
    }
  }
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

/** Null for a process of another user, and for one that is ending. */
function executableOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}
