import type { FileAction } from '@shared/contract/reasons';
import { Failure, systemErrorCode } from '../../base/failure';

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);

/** Maps a file system error to DISK_FULL or NOT_PERMITTED; returns any other error unchanged. */
export function fileFailure(error: unknown, path: string, action: FileAction): unknown {
  const code = systemErrorCode(error);
  if (code === null) return error;
  if (FULL.has(code)) return new Failure('DISK_FULL', { path }, { cause: error });
  if (REFUSED.has(code)) return new Failure('NOT_PERMITTED', { path, action }, { cause: error });
  return error;
}

/** Whether the error is an expected failure rather than a bug. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Failure;
}
