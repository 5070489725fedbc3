import { fromHex } from './hex-text';
import { formatJson, placeOf } from './json-text';
import type { ValueMode, ValueText } from './value-mode';

/** What is wrong with what was typed; `blocks` when it stands for no bytes at all. */
export interface ValueProblem {
  readonly key: 'invalidJson' | 'invalidHex' | 'invalidHexEnd';
  readonly named: Readonly<Record<string, string | number>>;
  readonly blocks: boolean;
}

/** Hex that is no pairs of digits cannot be saved; text that is no JSON can, and is only said to be none. */
export function valueProblem(shown: ValueText, mode: ValueMode): ValueProblem | null {
  if (shown.as !== 'exact') return null;
  if (mode === 'hex') {
    const read = fromHex(shown.text);
    if (read.ok) return null;
    const named = { ...placeOf(shown.text, read.at), found: read.found };
    return { key: read.found.length === 1 ? 'invalidHexEnd' : 'invalidHex', named, blocks: true };
  }
  if (mode === 'text' || shown.text.trim() === '') return null;
  const read = formatJson(shown.text);
  return read.ok ? null : { key: 'invalidJson', named: { ...placeOf(shown.text, read.at) }, blocks: false };
}
