import type { FileAction } from '@shared/contract/reasons';
import { Failure, systemErrorCode } from '../failure';

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);
/** A folder, pipe or device is where a file must be, a file is where a folder must be, or a link leads in a circle. */
const OF_ANOTHER_KIND: ReadonlySet<string> = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENXIO', 'ELOOP']);

/** Maps a file system error to DISK_FULL, NOT_PERMITTED or PATH_TAKEN; returns any other error unchanged. */
export function fileFailure(error: unknown, path: string, action: FileAction): unknown {
  const code = systemErrorCode(error);
  if (code === null) return error;
  if (FULL.has(code)) return new Failure('DISK_FULL', { path }, { cause: error });
  if (REFUSED.has(code)) return new Failure('NOT_PERMITTED', { path, action }, { cause: error });
  if (OF_ANOTHER_KIND.has(code))
    return new Failure('PATH_TAKEN', { path: pathOf(error) ?? path }, { cause: error });
  return error;
}

/** What the system complains about: where something was to be moved to, or the path itself. */
function pathOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('dest' in error && typeof error.dest === 'string') return error.dest;
  return 'path' in error && typeof error.path === 'string' ? error.path : null;
}
