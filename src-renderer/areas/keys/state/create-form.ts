import type { LeaseChoice } from '@shared/contract/keys';
import type { FailureCode } from '@shared/contract/failures';
import { readLeaseId } from '@shared/lease-id';
import { failureOf } from '../../../rpc/failure';
import { defineKeptForm } from '../../../ui/form/kept-form';
import { type Draft, typed } from './drafts';

/** The input of the form that creates a key. */
export interface CreateInput {
  readonly key: string;
  /** What the form put into the key field. Another folder replaces it while the user has added nothing. */
  readonly prefilled: string;
  /** As a draft of a key that does not exist. */
  readonly value: Draft | null;
  readonly lease: string;
}

const NOTHING = new Uint8Array(0);
/** The value as it was typed, in one mode. */
export function valueTyped(mode: Draft['mode'], text: string): Draft | null {
  return typed(NOTHING, null, mode, text);
}
export const useCreateForms = defineKeptForm('key', (): CreateInput => ({
  key: '',
  prefilled: '',
  value: valueTyped('text', ''),
  lease: '',
}));

/** A field of the form that creates a key. */
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

/** The typed lease, in any notation that `readLeaseId` reads; none for an empty field. */
export function readLease(
  text: string,
): { readonly ok: true; readonly lease: LeaseChoice } | { readonly ok: false } {
  if (text.trim() === '') return { ok: true, lease: { kind: 'none' } };
  const id = readLeaseId(text);
  return id === null ? { ok: false } : { ok: true, lease: { kind: 'lease', id } };
}
