import { bytesEqual } from '@shared/bytes';
import type { Guard, KeyValue } from '@shared/contract/keys';
import { isText, readTyped, showValue, type ValueMode, type ValueText } from '../../../values/value-mode';

/** A user's unsaved edit of a key. */
export interface Draft {
  readonly key: Uint8Array;
  /** The key when the edit started; null when it did not exist. A save requires that it is unchanged. */
  readonly base: KeyValue | null;
  readonly mode: ValueMode;
  readonly text: string;
  /** The bytes of the text; null while the text is invalid. */
  readonly bytes: Uint8Array | null;
}

/** The draft after typing; null when the text equals the key's value again. */
export function typed(key: Uint8Array, base: KeyValue | null, mode: ValueMode, text: string): Draft | null {
  const value = readTyped(text, mode);
  const bytes = value.ok ? value.bytes : null;
  if (base && bytes && bytesEqual(bytes, base.value)) return null;
  return { key, base, mode, text, bytes };
}

/** The same draft in another mode; unchanged when its text is invalid. */
export function inMode(draft: Draft, mode: ValueMode): Draft {
  if (!draft.bytes) return draft;
  const shown = showValue(draft.bytes, mode);
  // Formatting would be an edit that nobody asked for.
  const text = shown.as === 'formatted' ? showValue(draft.bytes, 'text').text : shown.text;
  return { ...draft, mode, text };
}

/** How a draft is shown: as typed, never formatted automatically. */
export function shownOf({ bytes, mode, text }: Draft): ValueText {
  const escaped = bytes !== null && mode !== 'hex' && !isText(bytes);
  return { text, as: escaped ? 'escaped' : 'exact' };
}

/** The condition for saving a draft over `base`. */
export function guardOf(base: KeyValue | null): Guard {
  return base ? { kind: 'unchanged', modRevision: base.modRevision } : { kind: 'absent' };
}

/** Whether the key in the cluster differs from the one the draft started from. */
export function isOutdated(draft: Draft, current: KeyValue | null): boolean {
  return draft.base?.modRevision !== current?.modRevision;
}
