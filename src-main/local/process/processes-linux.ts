import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { systemErrorCode } from '../../base/failure';
import type { ProcessEntry } from './process-entry';
import type { ProcessTable } from './process-table';

/** USER_HZ, the unit of start times in /proc, is 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const TICKS_PER_SECOND = 100;
const NOT_OURS: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

type ReadText = (path: string) => string;

/**
 * /proc. It is memory, not disk, so it is read synchronously (about 50 µs a process): nothing else runs between a
 * look and the signal that follows it.
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
   * Null when the process does not exist (any more), or belongs to another user and is hidden by the system
   * (`hidepid`, see proc(5)), so it is not ours. Any other error must not count as its end.
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

/** State and start time from `/proc/PID/stat`, fields 3 and 22 in proc(5); null when the text is something else. */
export function parseStat(text: string): { state: ProcessEntry['state']; startTicks: string } | null {
  // The second field, in parentheses, is the command's name and may contain anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [letter] = fields;
  const startTicks = fields[19];
  if (letter === undefined || startTicks === undefined) return null;
  return { state: stateOf(letter), startTicks };
}

/** `T` is stopped by a signal, `t` by a debugger; `Z` and `X` are dead. All other states can run. */
function stateOf(letter: string): ProcessEntry['state'] {
  if (letter === 'T' || letter === 't') return 'paused';
  return letter === 'Z' || letter === 'X' ? 'ended' : 'running';
}

/** The arguments from `/proc/PID/cmdline`, each terminated by a NUL. */
export function parseCommandLine(text: string): string[] {
  const all = text.split('\0');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

/** When the system started, in milliseconds since 1970; `/proc/stat` has whole seconds. */
export function parseBootTime(text: string): number {
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0) * 1000;
}

let bootTime: number | null = null;

function bootTimeMs(): number {
  return (bootTime ??= parseBootTime(readFileSync('/proc/stat', 'utf8')));
}

/** Null for a process of another user, and for a process that is ending. */
function executableOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}
