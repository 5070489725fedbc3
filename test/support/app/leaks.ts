import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { until } from '../until';

export interface RunningProcess {
  readonly pid: number;
  /** Its command line, with arguments separated by spaces. */
  readonly command: string;
}

/** Processes with `text` in their command line; a test's own temporary folder tells them from all others. */
export function processesWith(text: string): RunningProcess[] {
  return allProcesses().filter(({ pid, command }) => pid !== process.pid && command.includes(text));
}

/**
 * Waits for all processes that work in `folder` to end. Kills those that stay, so that nothing outlives the test,
 * and fails the test.
 */
export async function expectNothingRuns(folder: string, deadlineMs = 5000): Promise<void> {
  try {
    await until('nothing runs any more', () => processesWith(folder).length === 0, { deadlineMs });
  } catch {
    const left = processesWith(folder);
    for (const { pid } of left) kill(pid);
    throw new Error(`Left running:\n${left.map(({ pid, command }) => `${pid} ${command}`).join('\n')}`);
  }
}

function allProcesses(): RunningProcess[] {
  if (existsSync('/proc/self/cmdline'))
    return readdirSync('/proc')
      .map(Number)
      .filter(Number.isInteger)
      .map((pid) => ({ pid, command: commandLine(pid) }));
  const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => ({
    pid: Number.parseInt(line, 10),
    command: line.trim().replace(/^\d+\s+/, ''),
  }));
}

/** '' for a process that just ended. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It just ended.
  }
}
