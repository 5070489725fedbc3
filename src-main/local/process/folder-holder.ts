import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessTable } from './process-table';
import { hasArgument } from './process-entry';

/**
 * The pid of a process other than `but` that has an etcd data folder open. Checks the lock that etcd's backend
 * holds on its file (Linux lists all locks), and command lines that name the folder. Null when none is visible.
 * etcd itself would wait silently for the lock and report it only after 10 s.
 */
export async function folderHolder(
  dataFolder: string,
  table: ProcessTable,
  but: number | null = null,
): Promise<number | null> {
  const database = join(dataFolder, 'member', 'snap', 'db');
  if (!existsSync(database)) return null;
  const holder = lockHolder(database);
  return holder === null || holder === but ? namedHolder(dataFolder, table, but) : holder;
}

async function namedHolder(
  dataFolder: string,
  table: ProcessTable,
  but: number | null,
): Promise<number | null> {
  const entries = await table.list();
  const holder = entries.find(
    ({ pid, state, command }) =>
      pid !== but && state !== 'ended' && hasArgument(command, `--data-dir=${dataFolder}`),
  );
  return holder?.pid ?? null;
}

function lockHolder(file: string): number | null {
  try {
    const { dev, ino } = statSync(file);
    const locks = parseLocks(readFileSync('/proc/locks', 'utf8'));
    return locks.find((lock) => lock.inode === ino && lock.device === deviceName(dev))?.pid ?? null;
  } catch {
    return null;
  }
}

/** Locks as `/proc/locks` lists them; see proc(5). Entries that only wait (`->`) hold no lock. */
export function parseLocks(text: string): { pid: number; device: string; inode: number }[] {
  const held = /^\d+: (?!->)\S+\s+\S+\s+\S+\s+(-?\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /gm;
  return [...text.matchAll(held)].flatMap(([, pid, device = '', inode]) =>
    Number(pid) > 0 ? { pid: Number(pid), device, inode: Number(inode) } : [],
  );
}

/** A device number in the format of `/proc/locks`: major and minor, in hex, as glibc's `makedev` packs them. */
export function deviceName(dev: number): string {
  const major = (dev >>> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >>> 12) & 0xfff00);
  return `${hex(major)}:${hex(minor)}`;
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
