import { onScopeDispose, type Ref, shallowRef, watch } from 'vue';
import type { TextKey } from '../../../i18n/text';
import { fromHex } from '../../../values/hex-text';
import { formatJson, jsonMistake, placeOf } from '../../../values/json-text';
import type { ValueMode, ValueText } from '../../../values/value-mode';
import type { Draft } from '../state/drafts';

/** The result of checking a value while the user types. */
export interface ValueCheck {
  readonly problem: {
    readonly key: TextKey;
    readonly named: Readonly<Record<string, string | number>>;
    /** Whether the text is invalid and cannot become bytes. */
    readonly blocks: boolean;
  } | null;
  /** The formatted JSON, if it differs from the text. */
  readonly laidOut: string | null;
}

const FINE: ValueCheck = { problem: null, laidOut: null };

/** Malformed hex cannot be saved. Malformed JSON can, and is only flagged. */
export function checkValue({ text, as }: ValueText, mode: ValueMode): ValueCheck {
  if (as !== 'exact' || mode === 'text') return FINE;
  if (mode === 'hex') {
    const read = fromHex(text);
    if (read.ok) return FINE;
    const key: TextKey = read.found.length === 1 ? 'keys.value.invalidHexEnd' : 'keys.value.invalidHex';
    const named = { ...placeOf(text, read.at), found: read.found };
    return { problem: { key, named, blocks: true }, laidOut: null };
  }
  if (text.trim() === '') return FINE;
  const read = formatJson(text);
  if (read.ok) return { problem: null, laidOut: read.text === text ? null : read.text };
  return {
    problem: { key: 'keys.value.invalidJson', named: placeOf(text, read.at), blocks: false },
    laidOut: null,
  };
}

/** Where a draft in JSON mode is no JSON; null when it is, when it is empty, or in another mode. */
export function invalidJsonIn({
  mode,
  text,
}: Draft): { readonly line: number; readonly column: number } | null {
  if (mode !== 'json' || text.trim() === '') return null;
  const at = jsonMistake(text);
  return at === null ? null : placeOf(text, at);
}

/** Up to this length, a check takes under 10 ms and runs at each keystroke (measured: 100 ms per MB). */
const AT_ONCE = 50_000;
const PAUSE_MS = 300;

/** Checks the text at once when it is short; when it is long, after it is shown and when the user pauses typing. */
export function useValueCheck(of: () => readonly [ValueText, ValueMode]): Readonly<Ref<ValueCheck>> {
  const check = shallowRef<ValueCheck>(FINE);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));
  watch(
    of,
    ([shown, mode], before) => {
      clearTimeout(timer);
      const now = () => (check.value = checkValue(shown, mode));
      if (shown.text.length <= AT_ONCE) {
        now();
        return;
      }
      // What was said of the text in another mode does not hold in this one.
      if (before === undefined || before[1] !== mode) check.value = FINE;
      timer = setTimeout(now, PAUSE_MS);
    },
    { immediate: true },
  );
  return check;
}
