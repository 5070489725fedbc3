import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, leaseText, readId } from './lease-id';

describe('an ID as it is typed', () => {
  it.each([
    ['7b', 'hex', { kind: 'id', id: '7b' }],
    [' 0x694DA209A43E8603 ', 'hex', { kind: 'id', id: '694da209a43e8603' }],
    ['000000000000007b', 'hex', { kind: 'id', id: '7b' }],
    ['123', 'decimal', { kind: 'id', id: '7b' }],
    ['0x7b', 'decimal', { kind: 'id', id: '7b' }],
    ['', 'hex', { kind: 'none' }],
    ['  ', 'decimal', { kind: 'none' }],
    ['0', 'hex', { kind: 'wrong', reason: 'zero' }],
    ['7g', 'hex', { kind: 'wrong', reason: 'not-hex' }],
    ['0x', 'hex', { kind: 'wrong', reason: 'not-hex' }],
    ['-5', 'decimal', { kind: 'id', id: 'fffffffffffffffb' }],
    ['-5', 'hex', { kind: 'id', id: 'fffffffffffffffb' }],
    ['-0x5', 'decimal', { kind: 'id', id: 'fffffffffffffffb' }],
    ['--5', 'decimal', { kind: 'wrong', reason: 'not-decimal' }],
    ['5-', 'hex', { kind: 'wrong', reason: 'not-hex' }],
    ['-', 'decimal', { kind: 'wrong', reason: 'not-decimal' }],
    ['-0', 'hex', { kind: 'wrong', reason: 'zero' }],
    ['7b', 'decimal', { kind: 'wrong', reason: 'not-decimal' }],
    ['8000000000000000', 'hex', { kind: 'id', id: '8000000000000000' }],
    ['10000000000000000', 'hex', { kind: 'wrong', reason: 'not-64-bits' }],
    ['9223372036854775808', 'decimal', { kind: 'wrong', reason: 'not-64-bits' }],
    ['-9223372036854775808', 'decimal', { kind: 'id', id: '8000000000000000' }],
    ['-9223372036854775809', 'decimal', { kind: 'wrong', reason: 'not-64-bits' }],
    ['9223372036854775807', 'decimal', { kind: 'id', id: '7fffffffffffffff' }],
  ] as const)('%j as %s is %o', (text, form, read) => {
    expect(readId(text, form)).toEqual(read);
  });

  it('is shown in decimal as Go prints it', () => {
    expect(decimalText('fffffffffffffffb')).toBe('-5');
  });

  it('is the same in every way in which it is shown', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), (value) => {
        const read = { kind: 'id', id: value.toString(16) };
        expect(readId(leaseText(read.id), 'hex')).toEqual(read);
        expect(readId(decimalText(read.id), 'decimal')).toEqual(read);
      }),
    );
  });
});
