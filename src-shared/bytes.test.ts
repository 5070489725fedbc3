import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableBase64 } from './base64';
import { bytesEqual, compareBytes, fromText, prefixEnd, toText } from './bytes';

const { fromBase64, toBase64 } = portableBase64;
const anyBytes = fc.uint8Array({ maxLength: 40 });
/** Bytes that are almost UTF-8, which random bytes rarely are. */
const nearUtf8 = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 3 }),
    ),
  )
  .map((parts) => Uint8Array.from(Buffer.concat(parts)));
const keys = fc.oneof(anyBytes, nearUtf8);

function bytesOf(text: string): Uint8Array {
  const parsed = fromText(text);
  if (!parsed.ok) throw new Error(`refused at ${parsed.at}`);
  return parsed.bytes;
}

describe('the text of bytes', () => {
  it('gives back exactly the bytes it was made of', () => {
    fc.assert(
      fc.property(keys, (key) => bytesEqual(bytesOf(toText(key)), key)),
      { numRuns: 2000 },
    );
  });

  it('differs for bytes that differ', () => {
    fc.assert(fc.property(keys, keys, (a, b) => bytesEqual(a, b) === (toText(a) === toText(b))));
  });

  it.each([
    ['/a//b', '/a//b'],
    ['a\\b', 'a\\\\b'],
    ['\u0000\n\u007f', '\\x00\\x0a\\x7f'],
    ['héllo 世界 😀', 'héllo 世界 😀'],
    // Invisible characters, and those that change the reading direction, are shown escaped.
    ['a\u202eb', 'a\\xe2\\x80\\xaeb'],
    ['a\u00a0b', 'a\\xc2\\xa0b'],
    ['\u2028', '\\xe2\\x80\\xa8'],
  ])('of %j is %s', (text, shown) => {
    expect(toText(new Uint8Array(Buffer.from(text)))).toBe(shown);
  });

  it.each([
    [[0xff, 0x61], '\\xffa'],
    // Truncated, overlong, half of a surrogate pair, beyond the last code point.
    [[0xe4, 0xb8], '\\xe4\\xb8'],
    [[0xc0, 0xaf], '\\xc0\\xaf'],
    [[0xed, 0xa0, 0x80], '\\xed\\xa0\\x80'],
    [[0xf4, 0x90, 0x80, 0x80], '\\xf4\\x90\\x80\\x80'],
  ])('escapes %j, which is not UTF-8', (bytes, shown) => {
    expect(toText(Uint8Array.from(bytes))).toBe(shown);
  });

  it.each([
    ['a\\b', 1, '\\b'],
    ['\\', 0, '\\'],
    ['ab\\x4', 2, '\\x4'],
    ['ab\\xzz!', 2, '\\xzz'],
    ['😀\\q', 2, '\\q'],
    ['ab\ud800c', 2, '\ud800'],
  ])('%j is refused at %i', (text, at, found) => {
    expect(fromText(text)).toEqual({ ok: false, at, found });
  });

  it('is UTF-8 for whatever is typed without a backslash', () => {
    const typed = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\\'));
    fc.assert(fc.property(typed, (text) => bytesEqual(bytesOf(text), Buffer.from(text))));
  });
});

describe('the order of bytes', () => {
  it('is that of memcmp', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => Math.sign(compareBytes(a, b)) === Math.sign(Buffer.compare(a, b))),
    );
  });
});

describe('the end of a prefix', () => {
  it.each([
    [[0x61], [0x62]],
    [[0x61, 0xff], [0x62]],
    [
      [0x61, 0xff, 0x00],
      [0x61, 0xff, 0x01],
    ],
    [[0xff, 0xff], [0]],
    [[], [0]],
  ])('%j is %j', (prefix, end) => {
    expect([...prefixEnd(Uint8Array.from(prefix))]).toEqual(end);
  });

  it('parts the keys that begin with it from all others', () => {
    const withPrefix = fc.tuple(anyBytes, anyBytes, fc.boolean());
    fc.assert(
      fc.property(withPrefix, ([prefix, rest, joined]) => {
        const key = joined ? Uint8Array.from([...prefix, ...rest]) : rest;
        const end = prefixEnd(prefix);
        const toLast = end.length === 1 && end[0] === 0;
        const inRange = compareBytes(key, prefix) >= 0 && (toLast || compareBytes(key, end) < 0);
        return inRange === bytesEqual(key.subarray(0, prefix.length), prefix);
      }),
    );
  });
});

describe('base64', () => {
  it('is the same as that of Node, there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30_000 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        return toBase64(bytes) === text && bytesEqual(fromBase64(text) ?? Uint8Array.of(1), bytes);
      }),
    );
  });

  it.each(['a', 'ab=c', '====', 'ab\u00e9=', 'ab-_', 'a==='])('%s is none', (text) => {
    expect(fromBase64(text)).toBeNull();
  });
});
