import { Failure, systemErrorCode } from '../base/failure';

const FULL = ['ENOSPC', 'EDQUOT'];
const REFUSED = ['EACCES', 'EPERM', 'EROFS'];

/**
 * The failure of a disk operation: DISK_FULL for a full disk or a used-up quota, NOT_PERMITTED where the system
 * refuses; null when it is neither. `action` completes "not allowed to ...". Not for network errors: a firewall
 * refuses with EPERM too.
 */
export function diskFailure(error: unknown, path: string, action: string): Failure | null {
  const code = systemErrorCode(error) ?? '';
  if (FULL.includes(code)) return new Failure('DISK_FULL', { path }, { cause: error });
  if (REFUSED.includes(code)) return new Failure('NOT_PERMITTED', { path, action }, { cause: error });
  return null;
}

/** Runs a disk operation and throws its failure, when it is one of the expected ones, as such. */
export async function onDisk<T>(path: string, action: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw diskFailure(error, path, action) ?? error;
  }
}
