import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Failure, systemErrorCode } from '../failure';
import { lockFolder } from './folder-lock';
import { readRegular } from './regular-file';
import type { Disposable } from '../lifecycle';
import { OTHERS, PRIVATE_FILE, PRIVATE_FOLDER } from '../private';

/** The format that this version writes. A folder with a higher number comes from a later version and is left alone. */
const FORMAT = 1;

export interface DataFolder extends Disposable {
  readonly path: string;
  /** Tells other hosts that want the folder where this one serves. */
  tellAddress(address: string): Promise<void>;
}

/** The absolute path of the app's data folder: `QUORATE_DATA`, or else the system's usual place for app data. */
export function dataFolderPath(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env['QUORATE_DATA']) return resolve(env['QUORATE_DATA']);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Quorate');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Quorate');
  // The XDG specification says to ignore a relative path.
  const base = env['XDG_DATA_HOME']?.startsWith('/') ? env['XDG_DATA_HOME'] : join(home, '.local', 'share');
  return join(base, 'quorate');
}

/**
 * Opens the data folder for one engine, and creates it when it does not exist. Makes it its user's alone. Keeps other
 * copies and hosts of the app out until `dispose` or the end of this process.
 *
 * Errors: DATA_FOLDER_LOCKED, DATA_FOLDER_NEWER, NOT_PERMITTED, DISK_FULL; the system's own, which names the path, when
 * something else is in the folder's place or in it.
 */
export async function openDataFolder(path: string, host: 'desktop' | 'serve'): Promise<DataFolder> {
  try {
    await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
    await closeToOthers(path);
    const lock = await lockFolder(join(path, 'lock'), host);
    if ('takenBy' in lock) {
      const { pid, host: by, address } = lock.takenBy;
      throw new Failure('DATA_FOLDER_LOCKED', { path, pid, host: by === 'serve' ? by : 'desktop', address });
    }
    try {
      await checkFormat(path);
    } catch (error) {
      await lock.dispose();
      throw error;
    }
    return {
      path,
      dispose: () => lock.dispose(),
      tellAddress: (address) => lock.tellAddress(address),
    };
  } catch (error) {
    throw dataFolderFailure(error, path);
  }
}

/** A folder that was there before may be open to others: whoever made it, it holds all that the user keeps here. */
async function closeToOthers(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & OTHERS) === 0) return;
  // Some file systems have no modes, and some folders belong to someone else, who may use them all the same.
  await chmod(path, mode & 0o777 & ~OTHERS).catch(() => undefined);
}

async function checkFormat(path: string): Promise<void> {
  const file = join(path, 'format');
  const text = await readRegular(file).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (text === null) {
    await writeFile(file, `${FORMAT}\n`, { mode: PRIVATE_FILE });
    return;
  }
  const version = Number.parseInt(text, 10);
  if (version > FORMAT) throw new Failure('DATA_FOLDER_NEWER', { path, version });
}

const refusals = ['EACCES', 'EPERM', 'EROFS'];

/** Maps a file system error on the data folder to NOT_PERMITTED or DISK_FULL; returns any other error unchanged. */
export function dataFolderFailure(error: unknown, path: string): unknown {
  const code = systemErrorCode(error) ?? '';
  if (refusals.includes(code))
    return new Failure('NOT_PERMITTED', { path, action: 'open-data-folder' }, { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('DISK_FULL', { path }, { cause: error });
  return error;
}
