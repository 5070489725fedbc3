import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { fileFailure } from '../record/file-failure';

/** Above this a log is put aside before the next run: one old file is kept. Bytes. */
const ROTATE_BYTES = 16 * 1024 * 1024;
/** How much of a run's end is read for its reason; a Go panic with many goroutines is about 30 KiB. */
const TAIL_BYTES = 64 * 1024;

/** A log opened for one run. */
export interface OpenLog {
  /** To be the process's stdout and stderr; the opener closes it. */
  readonly descriptor: number;
  /** Where the run begins, bytes. */
  readonly offset: number;
}

/**
 * Opens a node's log to append to, put aside to `<file>.1` first when it is large. The process writes to the file
 * itself, so that it outlives us and no line is lost. Throws DISK_FULL or NOT_PERMITTED.
 */
export function openLog(file: string): OpenLog {
  try {
    rotate(file);
    const descriptor = openSync(file, 'a');
    return { descriptor, offset: fstatSync(descriptor).size };
  } catch (error) {
    throw fileFailure(error, file, 'write');
  }
}

/** Closes what `openLog` opened: the process has its own by then. */
export function closeLog({ descriptor }: OpenLog): void {
  closeSync(descriptor);
}

/** The last lines that the run beginning at `offset` wrote, as far as 64 KiB reach; none when it cannot be read. */
export function runLines(file: string, offset: number): string[] {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const begin = offset <= size ? offset : 0;
      const from = Math.max(begin, size - TAIL_BYTES);
      const buffer = Buffer.alloc(size - from);
      const read = readSync(descriptor, buffer, 0, buffer.length, from);
      const lines = buffer.toString('utf8', 0, read).split('\n');
      // Cut in the middle of a line when there was more before.
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
