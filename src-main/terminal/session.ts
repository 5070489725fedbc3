import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { pause } from '../base/live';

const run = promisify(execFile);
/** How often to check whether all processes have ended. Milliseconds. */
const LOOK_MS = 20;
/** A process that survives SIGKILL for this long waits for a disk or a network, and cannot be ended. Milliseconds. */
const GIVE_UP_MS = 1000;

/**
 * Ends the processes of the session that `leader` leads or led: sends SIGHUP, as a closing terminal does, and
 * SIGKILL to the rest after `graceMs`. Resolves when none is left, or when a process hangs in the kernel. A
 * process with a session of its own (setsid) wants to stay, and is left alone. On Windows only the leader is
 * ended, which closes the console of the others.
 */
export async function endSession(leader: number, graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  const hungUp = new Set<number>();
  for (;;) {
    const living = await sessionOf(leader);
    if (living.length === 0 || Date.now() > deadline + GIVE_UP_MS) return;
    for (const pid of living) {
      if (Date.now() >= deadline) send(pid, 'SIGKILL');
      else if (!hungUp.has(pid)) hangUp(pid);
      hungUp.add(pid);
    }
    await pause(LOOK_MS);
  }
}

/** A stopped process (Ctrl+Z) handles the signal only after it continues. */
function hangUp(pid: number): void {
  send(pid, 'SIGHUP');
  send(pid, 'SIGCONT');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It just ended.
  }
}

/** The living processes of the session, without zombies. */
export async function sessionOf(leader: number, platform = process.platform): Promise<number[]> {
  if (platform === 'linux') return linuxSession(leader);
  if (platform === 'win32') return exists(leader) ? [leader] : [];
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return descendants(leader, parsePs(stdout));
}

function linuxSession(leader: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isOfSession(statOf(pid), leader))
    .map(Number);
}

/** In `/proc/PID/stat`, field 6 is the session and field 3 the state; see proc(5). */
export function isOfSession(stat: string, leader: number): boolean {
  // The second field, in parentheses, is the command's name and may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[3] === String(leader) && fields[0] !== 'Z' && fields[0] !== 'X';
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return '';
  }
}

interface PsRow {
  readonly pid: number;
  readonly parent: number;
}

/** Rows of `ps -o pid=,ppid=,stat=`, without zombies. */
export function parsePs(text: string): PsRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, state] = /^\s*(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? [];
    return pid === undefined || state?.startsWith('Z') ? [] : { pid: Number(pid), parent: Number(parent) };
  });
}

/** macOS's ps does not show sessions. Takes the leader, if it lives, and all its descendants instead. */
export function descendants(leader: number, rows: readonly PsRow[]): number[] {
  const found = rows.filter(({ pid }) => pid === leader).map(({ pid }) => pid);
  for (const pid of found) {
    found.push(...rows.filter((row) => row.parent === pid && !found.includes(row.pid)).map((row) => row.pid));
  }
  return found;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
