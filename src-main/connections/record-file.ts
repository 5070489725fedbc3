import { existsSync, readFileSync, renameSync } from 'node:fs';
import { writeAtomically } from '../base/atomic-file';
import { errorText, Failure, systemErrorCode } from '../base/failure';
import type { Log } from '../base/log';
import { type ConnectionRecord, parseRecords, recordsText } from './records';

/** `connections.json` of the data folder. */
export class RecordFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What is kept. A file that cannot be read is set aside as `connections.broken-DATE.json`. */
  read(log: Log, now: () => Date = () => new Date()): readonly ConnectionRecord[] {
    if (!existsSync(this.#path)) return [];
    try {
      return parseRecords(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      const aside = this.#path.replace(/\.json$/, `.broken-${now().toISOString().replaceAll(':', '-')}.json`);
      renameSync(this.#path, aside);
      log.warn('the connections could not be read; they were set aside', { aside, reason: errorText(error) });
      return [];
    }
  }

  /** Replaces all of them. DISK_FULL, NOT_PERMITTED. */
  write(records: readonly ConnectionRecord[]): void {
    const path = this.#path;
    try {
      writeAtomically(path, recordsText(records));
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new Failure('DISK_FULL', { path }, { cause: error });
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
        throw new Failure('NOT_PERMITTED', { path, action: 'write the connections' }, { cause: error });
      throw error;
    }
  }
}
