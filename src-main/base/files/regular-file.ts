import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/*
 * Opens files by names that anyone may have put there. Opening a named pipe waits for its other end, which may never
 * come, and reading a device may never end. So whatever is no regular file is refused, as a folder is.
 */

const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = constants;

/** Regular files ignore O_NONBLOCK. Windows does not have it, which adds nothing here. */
const flags = {
  read: O_RDONLY | O_NONBLOCK,
  append: O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK,
  replace: O_WRONLY | O_TRUNC | O_CREAT | O_NONBLOCK,
};

/** How a file is opened; `append` and `replace` create it when it is missing. */
type Use = keyof typeof flags;

/**
 * Opens a regular file, or a link to one; the caller closes it. Never waits for another process. Throws the system's
 * error, and EISDIR for anything but a regular file (ENXIO for a socket, or for a pipe to write to).
 */
export function openRegularSync(path: string, use: Use, mode?: number): number {
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
 * The text of a regular file. Throws as `openRegularSync` does, and EFBIG without reading a file of more than
 * `mostBytes`.
 */
export function readRegularSync(path: string, mostBytes = Infinity): string {
  const descriptor = openRegularSync(path, 'read');
  try {
    if (fstatSync(descriptor).size > mostBytes) throw systemError('EFBIG', path);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** The text of a regular file. Throws as `openRegularSync` does. */
export async function readRegular(path: string): Promise<string> {
  const handle = await openRegular(path, 'read');
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function refuseOthers(stats: Stats, path: string): void {
  if (!stats.isFile()) throw systemError('EISDIR', path);
}

/** An error in the shape of those of Node's file system. */
function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: open '${path}'`), { code, path, syscall: 'open' });
}
