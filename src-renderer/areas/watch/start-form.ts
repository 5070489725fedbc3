import { fromText } from '@shared/bytes';
import type { FailureValue } from '@shared/contract/failures';
import type { WatchRange } from '@shared/contract/watch';
import type { TextKey } from '../../i18n/text';
import { defineKeptForm } from '../../ui/form/kept-form';

/** etcd's revisions are signed 64-bit integers. */
const MAX_REVISION = 2n ** 63n - 1n;

/** The input of the form for a new watch. */
export interface StartInput {
  readonly kind: 'all' | 'prefix' | 'key';
  readonly key: string;
  readonly from: 'now' | 'revision';
  readonly revision: string;
}

export const useStartForms = defineKeptForm('watch', (): StartInput => ({
  kind: 'all',
  key: '',
  from: 'now',
  revision: '',
}));

/** Why a field is invalid. */
export type Mistake =
  | { readonly field: 'key'; readonly failure: FailureValue }
  | { readonly field: 'revision'; readonly failure: FailureValue | TextKey }
  /** Not about a field. */
  | { readonly field: null; readonly error: unknown };

type Checked =
  | { readonly ok: true; readonly range: WatchRange; readonly from: string | null }
  | { readonly ok: false; readonly mistake: Mistake };

/** Validates the form as far as the window can. */
export function checkStart({ kind, key, from, revision }: StartInput): Checked {
  const range = rangeOf(kind, key);
  if ('failure' in range) return { ok: false, mistake: { field: 'key', failure: range.failure } };
  if (from === 'now') return { ok: true, range: range.range, from: null };
  const digits = revision.replace(/[\s,]/g, '');
  const wrong = wrongWith(digits);
  if (wrong) return { ok: false, mistake: { field: 'revision', failure: wrong } };
  return { ok: true, range: range.range, from: BigInt(digits).toString() };
}

function wrongWith(digits: string): TextKey | null {
  if (!/^0*[1-9]\d*$/.test(digits)) return 'watch.start.notARevision';
  return BigInt(digits) > MAX_REVISION ? 'watch.start.noSuchRevision' : null;
}

function rangeOf(kind: StartInput['kind'], text: string): { range: WatchRange } | { failure: FailureValue } {
  if (kind === 'all') return { range: { kind } };
  const parsed = fromText(text);
  if (!parsed.ok)
    return { failure: { code: 'ESCAPE_INVALID', data: { position: parsed.at, found: parsed.found } } };
  if (parsed.bytes.length === 0) return { failure: { code: 'KEY_EMPTY', data: {} } };
  return { range: { kind, key: parsed.bytes } };
}

/** Which field a refusal of the engine belongs to. */
export function mistakeOf(error: unknown, failure: FailureValue | null): Mistake {
  if (failure?.code === 'KEY_EMPTY' || failure?.code === 'PERMISSION_DENIED')
    return { field: 'key', failure };
  if (failure?.code === 'REVISION_COMPACTED' || failure?.code === 'REVISION_FUTURE')
    return { field: 'revision', failure };
  return { field: null, error };
}
