import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caselessNeedle, exactNeedle } from './needle';

const bytes = (text: string) => new TextEncoder().encode(text);
const foundIn = (needle: string | Uint8Array, text: string | Uint8Array) => {
  const sought = typeof needle === 'string' ? bytes(needle) : needle;
  return caselessNeedle(sought).search(typeof text === 'string' ? bytes(text) : text)(0);
};

describe('a search that ignores case', () => {
  it.each([
    ['user', '/USERS/', { from: 1, to: 5 }],
    ['USER', '/users/', { from: 1, to: 5 }],
    ['größe', 'GRÖSSE', null],
    ['größe', 'GRÖßE', { from: 0, to: 7 }],
    ['привет', 'ПРИВЕТ', { from: 0, to: 12 }],
    ['σ', 'Σ', { from: 0, to: 2 }],
    ['𐐨', '𐐀', { from: 0, to: 4 }],
    ['ⱥ', 'Ⱥ', { from: 0, to: 2 }],
    ['a.c', 'abc', null],
    ['[a]', 'x[A]', { from: 1, to: 4 }],
    ['7/8', '17/8', { from: 1, to: 4 }],
    // Bytes of other letters that differ as a small letter does from its capital in Latin-1.
    ['ã', 'Ã', { from: 0, to: 2 }],
    ['中', '\u4e2d', { from: 0, to: 3 }],
  ] as const)('finds %s in %s at %o', (needle, text, found) => {
    expect(foundIn(needle, text)).toEqual(found);
  });

  it('takes bytes that are no text as they are', () => {
    expect(foundIn(Uint8Array.of(0xe4), Uint8Array.of(0xc4))).toBeNull();
    expect(foundIn(Uint8Array.of(0xe4, 0x61), Uint8Array.of(0, 0xe4, 0x41))).toEqual({ from: 1, to: 3 });
    expect(foundIn(Uint8Array.of(0, 0xff, 0x5c), Uint8Array.of(0, 0xff, 0x5c))).toEqual({ from: 0, to: 3 });
  });

  it('finds in any bytes what an exact search finds in the same ones with small letters, letter by letter', () => {
    const few = fc.array(fc.constantFrom(0, 0x41, 0x42, 0x61, 0x62, 0x5b, 0x7b, 0xc3, 0xa9, 0x89, 0xff));
    fc.assert(
      fc.property(few, few, (some, other) => {
        const [needle, text] = [Uint8Array.from(some.slice(0, 3)), Uint8Array.from(other)];
        if (needle.length === 0) return;
        const exact = exactNeedle(needle).search(text)(0);
        const found = caselessNeedle(needle).search(text)(0);
        if (exact) expect(found && found.from <= exact.from).toBe(true);
        if (found) {
          const lower = (of: Uint8Array) => Buffer.from(of).toString().toLowerCase();
          expect(lower(text.subarray(found.from, found.to))).toBe(lower(needle));
        }
      }),
    );
  });
});
