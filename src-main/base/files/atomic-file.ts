import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Replaces `file` by `text`, for its user alone to read. Whatever happens in between, a crash or a full disk, the file
 * holds the old text or the new one. For small files: the event loop waits for the disk (a few ms). Fails with Node's
 * system error and leaves nothing behind.
 */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(handle, text);
      // Without it, some file systems may keep the rename and lose the content.
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
