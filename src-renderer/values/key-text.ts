import { toText } from '@shared/bytes';
import { formatList } from '../i18n/list';
import { t } from '../i18n/text';
import { autoMode, showValue } from './value-mode';

/** A key to be copied: itself when it is text, else in the notation that every field of a key reads. */
export interface CopiedKey {
  readonly text: string;
  readonly as: 'key' | 'notation';
}

export function copiedKey(key: Uint8Array): CopiedKey {
  const text = showValue(key, 'text');
  // A key with control characters is text for no program that it is pasted into.
  const isText = text.as === 'exact' && autoMode(key) !== 'hex';
  return isText ? { text: text.text, as: 'key' } : { text: toText(key), as: 'notation' };
}

/** A key's text, in parts that look different from those of a key that only seems the same. */
export interface MarkedText {
  /** Blanks at its beginning and its end, which nobody sees otherwise. */
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /**
   * Whether it has letters in several parts, such as e and an accent: another key may have the same letters in one
   * (Unicode's normal form C).
   */
  readonly inParts: boolean;
}

export function markedText(text: string): MarkedText {
  const before = /^ */.exec(text)?.[0] ?? '';
  const after = /(?<! ) +$/.exec(text.slice(before.length))?.[0] ?? '';
  return {
    before,
    text: text.slice(before.length, text.length - after.length),
    after,
    inParts: text !== text.normalize('NFC'),
  };
}

/** The text, with its marks in words behind it: for names that are read out, and for hints. */
export function withMarks(text: string): string {
  const { before, after, inParts } = markedText(text);
  const words = [
    ...(before ? [t('keys.mark.before')] : []),
    ...(after ? [t('keys.mark.after')] : []),
    ...(inParts ? [t('keys.mark.inParts')] : []),
  ];
  return words.length > 0 ? t('keys.mark.named', { key: text, marks: formatList(words) }) : text;
}
