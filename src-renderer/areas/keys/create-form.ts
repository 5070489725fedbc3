import type { LeaseChoice } from '@shared/contract/keys';
import type { FailureCode } from '@shared/contract/failures';
import { failureOf } from '../../rpc/failure';

/** A field of the form that makes a key. */
export type CreateField = 'key' | 'value' | 'lease';

const fields: Readonly<Partial<Record<FailureCode, CreateField>>> = {
  KEY_EMPTY: 'key',
  PERMISSION_DENIED: 'key',
  REQUEST_TOO_LARGE: 'value',
  LEASE_NOT_FOUND: 'lease',
};

/** The field that a failure of the put belongs to; null for none of them. */
export function fieldOfFailure(error: unknown): CreateField | null {
  const code = failureOf(error)?.code;
  return code === undefined ? null : (fields[code] ?? null);
}

/** The lease that was typed, in hex as etcd prints it; none for nothing. Leading zeros and upper case do not matter. */
export function readLease(
  text: string,
): { readonly ok: true; readonly lease: LeaseChoice } | { readonly ok: false } {
  const typed = text.trim().toLowerCase();
  if (typed === '') return { ok: true, lease: { kind: 'none' } };
  const id = typed.replace(/^0+/, '');
  return /^[\da-f]{1,16}$/.test(id) ? { ok: true, lease: { kind: 'lease', id } } : { ok: false };
}
