import type { FileAction } from '@shared/contract/reasons';
import { Failure, systemErrorCode } from '../base/failure';

const FULL = ['ENOSPC', 'EDQUOT'];
const REFUSED = ['EACCES', 'EPERM', 'EROFS'];

/**
 * The failure of a disk operation: DISK_FULL for a full disk or an exhausted quota, NOT_PERMITTED when the system
 * refuses; null for any other error. Not for network errors, since a
 * firewall refuses with EPERM, too.
 */
export function diskFailure(error: unknown, path: string, action: FileAction): Failure | null {
  const code = systemErrorCode(error) ?? '';
  if (FULL.includes(code)) return new Failure('DISK_FULL', { path }, { cause: error });
  if (REFUSED.includes(code)) return new Failure('NOT_PERMITTED', { path, action }, { cause: error });
  return null;
}

/** Runs a disk operation, and throws an expected error as a failure. */
export async function onDisk<T>(path: string, action: FileAction, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw diskFailure(error, path, action) ?? error;
  }
}
