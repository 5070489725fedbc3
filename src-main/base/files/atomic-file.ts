import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { PRIVATE_FILE } from '../private';

/**
 * Replaces the content of `file` with `text`, readable by its user only. After a crash or on a full disk the file
 * holds either the old text or the new one. Blocks the event loop while the disk works (a few ms), so use it for
 * small files. Throws Node's system error and leaves no temporary file behind.
 */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'w', PRIVATE_FILE);
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
