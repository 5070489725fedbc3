import { bytesEqual } from '@shared/bytes';
import type { Guard, KeyValue } from '@shared/contract/keys';
import { readTyped, showValue, type ValueMode, type ValueText } from '../../../values/value-mode';

/** What a user typed for a key and has not saved. */
export interface Draft {
  readonly key: Uint8Array;
  /** The key as it was when the typing began; null when there was none. A save wants it to be still so. */
  readonly base: KeyValue | null;
  readonly mode: ValueMode;
  readonly text: string;
  /** The bytes that it stands for; null while the text stands for none. */
  readonly bytes: Uint8Array | null;
}

/** A draft after the user typed; null when it says again what the key has. */
export function typed(key: Uint8Array, base: KeyValue | null, mode: ValueMode, text: string): Draft | null {
  const value = readTyped(text, mode);
  const bytes = value.ok ? value.bytes : null;
  if (base && bytes && bytesEqual(bytes, base.value)) return null;
  return { key, base, mode, text, bytes };
}

/** The same draft shown in another mode; as it was when its text stands for no bytes. */
export function inMode(draft: Draft, mode: ValueMode): Draft {
  if (!draft.bytes) return draft;
  const shown = showValue(draft.bytes, mode);
  // Laying it out anew is an edit, and not what was asked for.
  const text = shown.as === 'formatted' ? showValue(draft.bytes, 'text').text : shown.text;
  return { ...draft, mode, text };
}

/** A draft as it is shown: what was typed, never laid out by itself. */
export function shownOf({ bytes, mode, text }: Draft): ValueText {
  const escaped = bytes !== null && mode !== 'hex' && showValue(bytes, 'text').as === 'escaped';
  return { text, as: escaped ? 'escaped' : 'exact' };
}

/** What must hold for a draft to be saved over `base`. */
export function guardOf(base: KeyValue | null): Guard {
  return base ? { kind: 'unchanged', modRevision: base.modRevision } : { kind: 'absent' };
}

/** Whether the cluster has another state of the key than the draft began with. */
export function isOutdated(draft: Draft, current: KeyValue | null): boolean {
  return draft.base?.modRevision !== current?.modRevision;
}
