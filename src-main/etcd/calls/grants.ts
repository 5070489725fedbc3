import { bytesEqual } from '@shared/bytes';
import type { KeyRange } from '@shared/contract/keys';
import { Failure } from '../../base/failure';
import type { EtcdClient } from '../links/client';
import { type Grants, mergeRanges, permittedIn } from '../ranges';
import { rolePermissions } from './roles';
import { userRoles } from './users';

/** Roles of a user that are asked for, at most, and how many of them at a time. */
const MAX_ROLES = 1000;
const ROLES_AT_ONCE = 20;
/** Parts of a range that a refusal names, at most; etcd takes 128 operations in one transaction. */
const MAX_PARTS = 100;

/**
 * What the roles of a user grant, except for the role root, which lists nothing. Asks for the user and each of their
 * roles; every user may ask for their own. TOO_MANY_GRANTS when they have too many roles.
 */
export async function grantsOf(client: EtcdClient, user: string, signal?: AbortSignal): Promise<Grants> {
  const options = signal ? { signal } : {};
  const roles = await userRoles(client, user, options);
  const [count, limit] = [roles.length, MAX_ROLES];
  if (count > limit) throw new Failure('TOO_MANY_GRANTS', { user, of: 'roles', count, limit });
  const read: KeyRange[] = [];
  const write: KeyRange[] = [];
  for (let from = 0; from < count; from += ROLES_AT_ONCE) {
    const some = roles.slice(from, from + ROLES_AT_ONCE);
    const answers = await Promise.all(some.map((role) => rolePermissions(client, role, options)));
    for (const { access, key, rangeEnd } of answers.flat()) {
      // A Buffer's own `slice` would not copy.
      const range = { key: new Uint8Array(key), rangeEnd: new Uint8Array(rangeEnd) };
      if (access !== 'write') read.push(range);
      if (access !== 'read') write.push(range);
    }
  }
  return { read: mergeRanges(read), write: mergeRanges(write) };
}

/**
 * Runs what needs a range. A PERMISSION_DENIED then has the parts of the range that the user's roles grant, which costs
 * what `grantsOf` does; it is left as it is when that is not known, when it is the whole range, or when there are more than
 * a hundred parts.
 */
export async function namingPermitted<T>(
  client: EtcdClient,
  range: KeyRange,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw await withPermitted(client, range, error);
  }
}

/** The error, or a PERMISSION_DENIED with what is permitted: see `namingPermitted`. Never rejects. */
export async function withPermitted<E>(
  client: EtcdClient,
  range: KeyRange,
  error: E,
): Promise<E | Failure<'PERMISSION_DENIED'>> {
  if (!isRefusal(error)) return error;
  const user = error.data.user ?? client.certificateUser;
  if (user === null) return error;
  try {
    const permitted = permittedIn(range, await grantsOf(client, user));
    const [first] = permitted;
    // What is refused then are other keys, such as those of the lease.
    const isAll = first?.access === 'readwrite' && isSameRange(first, range);
    if (isAll || permitted.length > MAX_PARTS) return error;
    return new Failure('PERMISSION_DENIED', { ...error.data, permitted }, { cause: error });
  } catch {
    return error;
  }
}

function isSameRange(some: KeyRange, other: KeyRange): boolean {
  return bytesEqual(some.key, other.key) && bytesEqual(some.rangeEnd, other.rangeEnd);
}

export function isRefusal(error: unknown): error is Failure<'PERMISSION_DENIED'> {
  return error instanceof Failure && error.code === 'PERMISSION_DENIED';
}
