import { closeSync, fstatSync, readSync, renameSync, statSync } from 'node:fs';
import { openRegularSync } from '../../base/files/regular-file';
import { PRIVATE_FILE } from '../../base/private';
import { fileFailure } from '../../base/files/file-failure';

/** A log larger than this is rotated before the next run; one old file is kept. Bytes. */
const ROTATE_BYTES = 16 * 1024 * 1024;
/** How much of the end of a run's log is searched for a reason; a Go panic with many goroutines is about 30 KiB. */
const TAIL_BYTES = 64 * 1024;

/** A log opened for one run. */
export interface OpenLog {
  /** The stdout and stderr of the process; whoever opened it closes it. */
  readonly descriptor: number;
  /** Where the run begins in the file, in bytes. */
  readonly offset: number;
}

/**
 * Opens a node's log for appending, and first renames a large one to `<file>.1`. The process writes to the file
 * itself, so the log outlives this app and no line is lost. Throws DISK_FULL, NOT_PERMITTED or PATH_TAKEN.
 */
export function openLog(file: string): OpenLog {
  try {
    rotate(file);
    const descriptor = openRegularSync(file, 'append', PRIVATE_FILE);
    return { descriptor, offset: fstatSync(descriptor).size };
  } catch (error) {
    throw fileFailure(error, file, 'write');
  }
}

/** Closes our copy of the descriptor; the process has its own by then. */
export function closeLog({ descriptor }: OpenLog): void {
  closeSync(descriptor);
}

/** The last lines of the run that begins at `offset`, at most 64 KiB; empty when the file cannot be read. */
export function runLines(file: string, offset: number): string[] {
  try {
    const descriptor = openRegularSync(file, 'read');
    try {
      const { size } = fstatSync(descriptor);
      const begin = offset <= size ? offset : 0;
      const from = Math.max(begin, size - TAIL_BYTES);
      const buffer = Buffer.alloc(size - from);
      const read = readSync(descriptor, buffer, 0, buffer.length, from);
      const lines = buffer.toString('utf8', 0, read).split('\n');
      // The first line is incomplete when the run is longer than that.
      if (from > begin) lines.shift();
      return lines.filter((line) => line.trim() !== '');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return [];
  }
}

function rotate(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_BYTES) renameSync(file, `${file}.1`);
}
