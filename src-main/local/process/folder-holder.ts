import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessTable } from './process-table';
import { hasArgument } from './process-entry';

/**
 * The pid of a process other than `but` that has an etcd data folder open: by the lock that etcd's backend holds on its file (Linux
 * tells them all), or by a command line that names the folder. Null when there is none, as far as can be seen.
 * etcd itself would wait for the lock in silence, and say so after 10 s.
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

/** Locks as `/proc/locks` lists them; see proc(5). Those that only wait (`->`) hold nothing. */
export function parseLocks(text: string): { pid: number; device: string; inode: number }[] {
  const held = /^\d+: (?!->)\S+\s+\S+\s+\S+\s+(-?\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /gm;
  return [...text.matchAll(held)].flatMap(([, pid, device = '', inode]) =>
    Number(pid) > 0 ? { pid: Number(pid), device, inode: Number(inode) } : [],
  );
}

/** A device number as `/proc/locks` writes it: major and minor, in hex, as glibc's `makedev` packs them. */
export function deviceName(dev: number): string {
  const major = (dev >>> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >>> 12) & 0xfff00);
  return `${hex(major)}:${hex(minor)}`;
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
