import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLeaseId, signedLeaseId } from './lease-id';

describe("a lease's ID in the notation of another program", () => {
  it.each([
    ['694DA209a43e8603', '694da209a43e8603', 'etcdctl'],
    ['000000000000007b', '7b', 'etcdctl'],
    ['123', '123', 'etcdctl, although a decimal looks the same'],
    [' 0x7b ', '7b', 'hex'],
    ['7587873906211629829', '694d8b1d8c332b05', 'Go'],
    ['-5', 'fffffffffffffffb', 'Go'],
    ['-9223372036854775808', '8000000000000000', 'Go'],
    ['-000000000000010', 'fffffffffffffff0', 'etcdctl, of a negative ID'],
    ['-a', 'fffffffffffffff6', 'etcdctl, of a negative ID'],
    ['fffffffffffffffb', 'fffffffffffffffb', 'hex'],
  ])('%j is %s (%s)', (text, id) => {
    expect(readLeaseId(text)).toBe(id);
  });

  it.each([
    '',
    '-',
    '0',
    '-0',
    '0x',
    'xyz',
    '--5',
    '9223372036854775808',
    '-9223372036854775809',
    '1ffffffffffffffff',
  ])('%j is none', (text) => {
    expect(readLeaseId(text)).toBeNull();
  });

  it('is the one that was shown, in decimal and in hex', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        fc.pre(value !== 0n);
        const id = BigInt.asUintN(64, value).toString(16);
        expect(signedLeaseId(id)).toBe(value);
        expect(readLeaseId(id)).toBe(id);
        if (value < -9999n && String(value).length < 16) expect(readLeaseId(String(value))).toBe(id);
        if (value > 10n ** 16n) expect(readLeaseId(String(value))).toBe(id);
      }),
    );
  });
});
