import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fromHex, toHex } from './hex-text';
import { autoMode, isText, readTyped, showValue, valueModes } from './value-mode';

const utf8 = (text: string) => new TextEncoder().encode(text);
const anyValue = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.string({ unit: 'binary' }).map(utf8));

test('any bytes come back from their hex text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual({ ok: true, bytes: Uint8Array.from(bytes) });
    }),
  );
});

test('hex digits may be typed in any case, and with blanks between pairs or none', () => {
  expect(fromHex(' 0aFF\n\t10 ')).toEqual({ ok: true, bytes: Uint8Array.of(10, 255, 16) });
});

test.each([
  ['0a f', 3, 'f'],
  ['0a fg', 3, 'fg'],
  ['a b', 0, 'a'],
  ['zz', 0, 'zz'],
])('what is no hex in %j is said to be at %i', (text, at, found) => {
  expect(fromHex(text)).toEqual({ ok: false, at, found });
});

test.each([
  ['', 'text'],
  ['plain, with\ttab\r\n', 'text'],
  ['12', 'text'],
  ['"string"', 'text'],
  [' {"a": 1}', 'json'],
  ['[]', 'json'],
  ['{broken', 'text'],
  ['nul\u0000', 'hex'],
])('%j is best shown as %s', (text, mode) => {
  expect(autoMode(utf8(text))).toBe(mode);
});

test('what is not UTF-8 is best shown as hex, and is no text', () => {
  expect(autoMode(Uint8Array.of(0x61, 0xff))).toBe('hex');
  expect([Uint8Array.of(0x61, 0xff), utf8('nul\u0000'), utf8('')].map(isText)).toEqual([false, true, true]);
});

describe('a value that is shown', () => {
  it('is the same value when its exact text is read again, in every mode', () => {
    fc.assert(
      fc.property(anyValue, fc.constantFrom(...valueModes), (value, mode) => {
        const shown = showValue(value, mode);
        if (shown.as !== 'exact') return;
        expect(readTyped(shown.text, mode)).toEqual({ ok: true, bytes: Uint8Array.from(value) });
      }),
    );
  });

  it('is said to be formatted when its blanks differ, and to be escaped when it is not UTF-8', () => {
    expect(showValue(utf8('{"a":1}'), 'json')).toEqual({ text: '{\n  "a": 1\n}', as: 'formatted' });
    expect(showValue(utf8('{\n  "a": 1\n}'), 'json').as).toBe('exact');
    expect(showValue(utf8('{"a":'), 'json')).toEqual({ text: '{"a":', as: 'exact' });
    expect(showValue(Uint8Array.of(0x61, 0xff), 'text')).toEqual({ text: 'a\\xff', as: 'escaped' });
  });

  it('keeps a byte order mark and every line end', () => {
    const value = utf8('\ufeffa\r\nb\r');
    expect(readTyped(showValue(value, 'text').text, 'text')).toEqual({ ok: true, bytes: value });
  });
});
