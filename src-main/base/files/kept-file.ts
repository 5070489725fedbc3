import { existsSync, renameSync } from 'node:fs';
import { removeUnfinished, writeAtomically } from './atomic-file';
import { readRegularSync } from './regular-file';
import { errorText, Failure } from '../failure';
import { fileFailure } from './file-failure';
import type { FileFormat, Reading } from './file-format';
import type { Log } from '../log';

export interface KeptFileOptions<T extends object> {
  readonly path: string;
  readonly format: FileFormat<T>;
  /** The name of the content in the log and in NOT_PERMITTED. */
  readonly what: 'settings' | 'connections';
  readonly log: Log;
  readonly now?: () => Date;
}

/** A small file in the data folder, read once when opened and replaced as a whole. */
export class KeptFile<T extends object> {
  readonly #options: KeptFileOptions<T>;
  /** The content when the file was opened; null when the file was missing, damaged, or newer. */
  readonly content: T | null;
  /** FILE_NEWER when a newer app wrote the file, else null. Such a file stays unchanged, byte for byte. */
  readonly newer: Failure<'FILE_NEWER'> | null;
  /** Why the content is not there: FILE_NEWER, or FILE_SET_ASIDE of a damaged file; null when it is, or never was. */
  readonly problem: Failure<'FILE_NEWER'> | Failure<'FILE_SET_ASIDE'> | null;

  /**
   * Reads the file, and removes what an app that was killed left of writing it. Renames a damaged file to `NAME.broken-DATE.json`, so that nothing is lost; throws NOT_PERMITTED
   * when it may not.
   */
  constructor(options: KeptFileOptions<T>) {
    this.#options = options;
    removeUnfinished(options.path);
    const read = readKept(options);
    this.problem = read instanceof Failure ? read : null;
    this.newer = isNewer(this.problem) ? this.problem : null;
    this.content = read instanceof Failure ? null : read;
  }

  /** Throws FILE_NEWER if `write` would. Call it before work whose result must be saved. */
  refuseNewer(): void {
    // A new failure each time, since it carries the stack of the call that it refused.
    if (this.newer) throw new Failure('FILE_NEWER', this.newer.data);
  }

  /** Replaces the content and writes it in today's format. Throws FILE_NEWER, DISK_FULL, NOT_PERMITTED, PATH_TAKEN. */
  write(content: T): void {
    this.refuseNewer();
    const { path, format, what } = this.#options;
    try {
      writeAtomically(path, format.text(content));
    } catch (error) {
      throw fileFailure(error, path, `write-${what}`);
    }
  }
}

function isNewer(problem: Failure | null): problem is Failure<'FILE_NEWER'> {
  return problem?.code === 'FILE_NEWER';
}

function readKept<T extends object>(
  options: KeptFileOptions<T>,
): T | null | Failure<'FILE_NEWER'> | Failure<'FILE_SET_ASIDE'> {
  const { path, what, log } = options;
  if (!existsSync(path)) return null;
  const read = reading(options);
  if (read.kind === 'read') return read.content;
  if (read.kind === 'damaged') return setAside(options, `${read.field} ${read.detail}`.trim());
  const { version, known } = read;
  log.warn(`the ${what} were written by a newer version; the file is left as it is`, {
    path,
    version,
    known,
  });
  return new Failure('FILE_NEWER', { path, version, known });
}

function reading<T extends object>({ path, format }: KeptFileOptions<T>): Reading<T> {
  try {
    return format.parse(readRegularSync(path));
  } catch (error) {
    return { kind: 'damaged', field: '', detail: errorText(error) };
  }
}

function setAside(
  { path, what, log, now }: KeptFileOptions<object>,
  detail: string,
): Failure<'FILE_SET_ASIDE'> {
  const date = (now?.() ?? new Date()).toISOString().replaceAll(':', '-');
  const aside = path.replace(/\.json$/, `.broken-${date}.json`);
  try {
    renameSync(path, aside);
  } catch (error) {
    throw fileFailure(error, path, `write-${what}`);
  }
  log.warn(`the ${what} could not be read; they were set aside`, { aside, reason: detail });
  return new Failure('FILE_SET_ASIDE', { path, aside, detail });
}
