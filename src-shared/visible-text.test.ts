import { describe, expect, it } from 'vitest';
import { visibleLine, visibleText } from './visible-text';

const point = (at: number) => String.fromCodePoint(at);

describe('text that is shown', () => {
  it('has characters that reorder it written out, and no others', () => {
    expect(visibleText('a\u202eb\u2066c\u2069\u200f\u061c')).toBe('a\\u202eb\\u2066c\\u2069\\u200f\\u061c');
    expect(visibleText('שלום, été 👩‍🚒 \\u202e')).toBe('שלום, été 👩‍🚒 \\u202e');
  });

  it.each([
    [
      'a control',
      '\u0000\u0007\u001b[31m\u007f\u0085\u009b',
      '\\u0000\\u0007\\u001b[31m\\u007f\\u0085\\u009b',
    ],
    ['a cursor that goes back', 'n1\rn2', 'n1\\u000dn2'],
    ['a separator of lines', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    [
      'a joiner or a blank without width',
      'n\u200b1\u200c\u200d\u2060\ufeff',
      'n\\u200b1\\u200c\\u200d\\u2060\\ufeff',
    ],
    ['a hyphen that is not seen', 'pro\u00add', 'pro\\u00add'],
    ['a letter that is a blank', 'a\u3164\u115f\uffa0', 'a\\u3164\\u115f\\uffa0'],
    ['a tag', `a${point(0xe0061)}${point(0xe0001)}`, 'a\\u{e0061}\\u{e0001}'],
    [
      'a flag that names none',
      `🏴${point(0xe0067)}${point(0xe0062)}${point(0xe007f)}`,
      '🏴\\u{e0067}\\u{e0062}\\u{e007f}',
    ],
    ['a variation of a letter', `a\ufe0f1\ufe0f${point(0xe0100)}`, 'a\\ufe0f1\\ufe0f\\u{e0100}'],
    ['a joiner after a letter', 'a\u200d🚒', 'a\\u200d🚒'],
    ['a joiner before a letter', '🚒\u200da', '🚒\\u200da'],
  ])('has %s written out', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
    expect(visibleLine(text)).toBe(shown);
    expect(visibleText(shown)).toBe(shown);
  });

  it.each([
    '',
    'http://127.0.0.1:2379',
    'Привет, 世界, नमस्ते, ﷺ, x̂ — “quoted” \u00a0|',
    '👩‍🚒 👩🏽‍🚒 🏳️‍🌈 ❤️ ❤︎ 👨‍👩‍👧‍👦 1️⃣ #️⃣ 🇩🇪',
    `🏴${[0xe0067, 0xe0062, 0xe0073, 0xe0063, 0xe0074, 0xe007f].map(point).join('')}`,
    `葛${point(0xe0100)}`,
  ])('is left as it is: %s', (text) => {
    expect(visibleText(text)).toBe(text);
    expect(visibleLine(text)).toBe(text);
  });

  it('keeps tabs and line ends, but where there is one line', () => {
    expect(visibleText('a\tb\nc\r\nd')).toBe('a\tb\nc\r\nd');
    expect(visibleLine('a\tb\nc\r\nd')).toBe('a\\u0009b\\u000ac\\u000d\\u000ad');
  });

  it('is looked through character by character, however quickly', () => {
    const hidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
    for (let at = 0; at <= 0x10ffff; at++) {
      if (at >= 0xd800 && at < 0xe000) continue;
      const isChanged = visibleLine(`a${point(at)}`) !== `a${point(at)}`;
      if (isChanged !== hidden.test(point(at))) expect.fail(`U+${at.toString(16)}`);
    }
  });
});
