import { toText } from '@shared/bytes';
import { fromHex, toHex } from './hex-text';
import { formatJson } from './json-text';

/** How a value is shown and edited. */
export type ValueMode = 'text' | 'json' | 'hex';
export const valueModes: readonly ValueMode[] = ['text', 'json', 'hex'];

/**
 * A value as it is shown. One that is not `editable` is only a view: no text typed into it could produce
 * these bytes.
 */
export interface ValueText {
  readonly text: string;
  /**
   * `exact`: the text is the value. `formatted`: JSON formatted for reading; the value has different
   * whitespace. `escaped`: the value is not UTF-8, so its bytes are shown escaped.
   */
  readonly as: 'exact' | 'formatted' | 'escaped';
}

/** The bytes that a text stands for, or where it is invalid (only hex can be). */
export type TypedValue =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly at: number; readonly found: string };

/** Keeps a byte order mark, and rejects invalid UTF-8 instead of replacing it. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** `find`, once for each value: a large one is looked at in several places, and its bytes never change. */
function once<T>(find: (value: Uint8Array) => T): (value: Uint8Array) => T {
  const found = new WeakMap<Uint8Array, { readonly result: T }>();
  return (value) => {
    const known = found.get(value) ?? { result: find(value) };
    found.set(value, known);
    return known.result;
  };
}

const decoded = once((value): string | null => {
  try {
    return strict.decode(value);
  } catch {
    return null;
  }
});
const laidOut = once((value) => formatJson(decoded(value) ?? ''));

/** Whether a value is UTF-8; any other is shown escaped. */
export function isText(value: Uint8Array): boolean {
  return decoded(value) !== null;
}

/** Control characters that do not occur in text; tabs and line ends are fine. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The best way to show a value: objects and arrays as JSON, other text as text, the rest as hex. */
export function autoMode(value: Uint8Array): ValueMode {
  const text = decoded(value);
  if (text === null || controls.test(text)) return 'hex';
  return /^\s*[[{]/.test(text) && laidOut(value).ok ? 'json' : 'text';
}

export function showValue(value: Uint8Array, mode: ValueMode): ValueText {
  if (mode === 'hex') return { text: toHex(value), as: 'exact' };
  const text = decoded(value);
  if (text === null) return { text: toText(value), as: 'escaped' };
  if (mode === 'text') return { text, as: 'exact' };
  const formatted = laidOut(value);
  return !formatted.ok || formatted.text === text
    ? { text, as: 'exact' }
    : { text: formatted.text, as: 'formatted' };
}

/** Converts typed text to bytes. Text and JSON are kept to the character. */
export function readTyped(text: string, mode: ValueMode): TypedValue {
  if (mode === 'hex') return fromHex(text);
  return { ok: true, bytes: encoder.encode(text) };
}
