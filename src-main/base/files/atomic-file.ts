import { closeSync, fsyncSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openRegularSync } from './regular-file';
import { PRIVATE_FILE } from '../private';

/**
 * Replaces the content of `file` with `text`, readable by its user only. After a crash or on a full disk the file
 * holds either the old text or the new one. Blocks the event loop while the disk works (a few ms), so use it for
 * small files. Throws Node's system error and leaves no temporary file behind.
 */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = openRegularSync(temporary, 'replace', PRIVATE_FILE);
  try {
    try {
      writeFileSync(handle, text);
      // Without this, some file systems may keep the rename and lose the content.
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Removes what writers of `file` left that were killed. Call it only while no other process may write the file.
 * Leftovers that cannot be removed stay.
 */
export function removeUnfinished(file: string): void {
  try {
    const folder = dirname(file);
    const start = `${basename(file)}.`;
    for (const name of readdirSync(folder)) {
      const middle = name.startsWith(start) ? name.slice(start.length) : '';
      if (/^\d+\.tmp$/.test(middle)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // A folder that cannot be read or written shows that when the file itself is.
  }
}
