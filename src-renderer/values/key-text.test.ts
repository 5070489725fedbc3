import { describe, expect, it } from 'vitest';
import { copiedKey, markedText, withMarks } from './key-text';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a key', () => {
  it.each(['/plain', 'a\\b', 'with a no-break\u00a0space', 'two\nlines', '{"a": 1}', 'cafe\u0301 '])(
    'that is text is copied itself: %j',
    (text) => {
      expect(copiedKey(bytes(text))).toEqual({ text, as: 'key' });
    },
  );

  it('that is no text is copied in notation, which says so', () => {
    expect(copiedKey(Uint8Array.of(0x61, 0xff))).toEqual({ text: 'a\\xff', as: 'notation' });
    expect(copiedKey(bytes('a\u0000'))).toEqual({ text: 'a\\x00', as: 'notation' });
  });

  it('has its blanks at both ends and its letters in parts marked', () => {
    expect(markedText('  /a b ')).toEqual({ before: '  ', text: '/a b', after: ' ', inParts: false });
    expect(markedText('   ')).toEqual({ before: '   ', text: '', after: '', inParts: false });
    expect(markedText('/caf\u00e9').inParts).toBe(false);
    expect(markedText('/cafe\u0301').inParts).toBe(true);
    expect(withMarks('/cafe\u0301 ')).toBe('/cafe\u0301  (blank at the end, letters in parts)');
    expect(withMarks('/a b')).toBe('/a b');
  });
});
