import { MAX_TTL } from '@shared/contract/leases';
import type { FailureValue } from '@shared/contract/failures';
import { defineKeptForm } from '../../ui/form/kept-form';
import { type IdForm, type ReadId, readId } from './lease-id';

/** The input of the form for a new lease. */
export interface GrantInput {
  readonly ttl: number | null;
  readonly id: string;
  readonly form: IdForm;
}

export const useGrantForms = defineKeptForm('lease', (): GrantInput & { readonly keep: boolean } => ({
  ttl: 60,
  id: '',
  form: 'hex',
  keep: false,
}));

/** Why a field is invalid. */
export type Mistake =
  | { readonly field: 'ttl'; readonly reason: 'whole' | 'too-large' }
  | { readonly field: 'id'; readonly reason: Extract<ReadId, { kind: 'wrong' }>['reason'] };

type Checked =
  | { readonly ok: true; readonly ttl: number; readonly id: string | null }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Validates the form as far as the window can. */
export function checkGrant({ ttl, id, form }: GrantInput): Checked {
  const read = readId(id, form);
  const mistakes: Mistake[] = [];
  if (ttl === null || !Number.isInteger(ttl) || ttl < 1) mistakes.push({ field: 'ttl', reason: 'whole' });
  else if (ttl > MAX_TTL) mistakes.push({ field: 'ttl', reason: 'too-large' });
  if (read.kind === 'wrong') mistakes.push({ field: 'id', reason: read.reason });
  if (mistakes.length > 0 || ttl === null) return { ok: false, mistakes };
  return { ok: true, ttl, id: read.kind === 'id' ? read.id : null };
}

/** The field that a refusal of the engine belongs to; null when it belongs to none. */
export function fieldOfFailure(failure: FailureValue | null): 'ttl' | 'id' | null {
  if (failure?.code === 'LEASE_EXISTS') return 'id';
  if (failure?.code === 'LEASE_TTL_TOO_LARGE') return 'ttl';
  if (failure?.code !== 'BAD_INPUT') return null;
  return failure.data.field === 'id' || failure.data.field === 'ttl' ? failure.data.field : null;
}
