import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readFileSync, unlinkSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, unlink } from 'node:fs/promises';
import { getSystemErrorMap } from 'node:util';
import { systemErrorCode } from '../failure';

/*
 * Opens files by names that anyone may have put there. Opening a named pipe waits for its other end, which may never
 * come, and reading a device may never end. So whatever is no regular file is refused, as a folder is.
 */

const { O_APPEND, O_CREAT, O_EXCL, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** Regular files ignore O_NONBLOCK. Windows does not have it, which adds nothing here. */
const flags = {
  read: O_RDONLY | O_NONBLOCK,
  append: O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK,
  replace: O_WRONLY | O_CREAT | O_EXCL | O_NONBLOCK,
};

/**
 * How a file is opened; `append` and `replace` create it when it is missing. `replace` always makes a new file: a file,
 * link or pipe of that name is removed, and what a link leads to stays as it is.
 */
type Use = keyof typeof flags;

/**
 * Opens a regular file, or a link to one; the caller closes it. Never waits for another process. Throws the system's
 * error, and EISDIR for anything but a regular file (ENXIO for a socket, or for a pipe to append to; EEXIST for a
 * folder to replace).
 */
export function openRegularSync(path: string, use: Use, mode?: number): number {
  if (use === 'replace') {
    try {
      unlinkSync(path);
    } catch (error) {
      leaveToOpening(error);
    }
  }
  const descriptor = openSync(path, flags[use], mode);
  try {
    refuseOthers(fstatSync(descriptor), path);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** `openRegularSync` without blocking the event loop. */
export async function openRegular(path: string, use: Use, mode?: number): Promise<FileHandle> {
  if (use === 'replace') await unlink(path).catch(leaveToOpening);
  const handle = await open(path, flags[use], mode);
  try {
    refuseOthers(await handle.stat(), path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The largest file that is read as a whole unless told otherwise, in bytes. What the app keeps itself takes a few kB; a
 * file of 300 MB took 9 s, and one of 3 GB was never read.
 */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The text of a regular file. Throws as `openRegularSync` does, and EFBIG without reading a file of more than
 * `mostBytes`.
 */
export function readRegularSync(path: string, mostBytes = MOST_BYTES): string {
  const descriptor = openRegularSync(path, 'read');
  try {
    refuseLarger(fstatSync(descriptor), path, mostBytes);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** `readRegularSync` without blocking the event loop. */
export async function readRegular(path: string, mostBytes = MOST_BYTES): Promise<string> {
  const handle = await openRegular(path, 'read');
  try {
    refuseLarger(await handle.stat(), path, mostBytes);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** A folder cannot be unlinked, which each system says in its own way; to open it fails everywhere with EEXIST. */
function leaveToOpening(error: unknown): void {
  if (!['ENOENT', 'EISDIR', 'EPERM'].includes(systemErrorCode(error) ?? '')) throw error;
}

function refuseOthers(stats: Stats, path: string): void {
  if (!stats.isFile()) throw systemError('EISDIR', path);
}

function refuseLarger({ size }: Stats, path: string, mostBytes: number): void {
  if (size > mostBytes) throw systemError('EFBIG', path);
}

/** An error in the shape of those of Node's file system, with the system's own text. */
function systemError(code: 'EISDIR' | 'EFBIG', path: string): Error {
  const said = [...getSystemErrorMap().values()].find(([name]) => name === code)?.[1] ?? '';
  return Object.assign(new Error(`${code}: ${said}, open '${path}'`), { code, path, syscall: 'open' });
}
