import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatClockMs,
  formatMs,
  formatNumber,
  formatQuota,
  shareNotInUse,
} from './format';

describe('figures', () => {
  // What etcdctl 3.6.14 prints for the same figures (humanize.Bytes).
  it.each([
    [0, '0 B'],
    [9, '9 B'],
    [999, '999 B'],
    [1024, '1.0 kB'],
    [16_384, '16 kB'],
    [20_480, '20 kB'],
    [21_500, '22 kB'],
    [24_576, '25 kB'],
    [10_031_104, '10 MB'],
    [17_035_264, '17 MB'],
    [2_147_483_648, '2.1 GB'],
  ])('%d bytes are shown as %s, like etcdctl does', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [2_147_483_648, '2 GiB'],
    [16_777_216, '16 MiB'],
    [2_000_000_000, '2.0 GB'],
    [0, '0 B'],
  ])('a quota of %d is shown as %s', (bytes, text) => {
    expect(formatQuota(bytes)).toBe(text);
  });

  it.each([
    [0.4123, '0.4 ms'],
    [3, '3 ms'],
    [12.4, '12 ms'],
    [1340, '1.34 s'],
    [12_345, '12.3 s'],
    [125_400, '2 min 5 s'],
  ])('%d ms are shown as %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  it('keep 64 bits', () => {
    expect(formatNumber('18389367706191804297')).toBe('18,389,367,706,191,804,297');
    expect(formatNumber(1204)).toBe('1,204');
  });

  it('show the local time of day, to the second or a tenth', () => {
    const at = new Date(2026, 10, 23, 15, 11, 7, 462).toISOString();
    expect(formatClock(at)).toBe('15:11:07');
    expect(formatClock(at, true)).toBe('15:11:07.4');
  });

  it.each([
    [20_480, 16_384, 20],
    [17_035_264, 10_031_104, 42],
    [0, 0, 0],
  ])('of %d bytes with %d in use, %d %% are not in use', (size, used, share) => {
    expect(shareNotInUse(size, used)).toBe(share);
  });

  it('a time is shown to the millisecond, and as nothing when it is missing', () => {
    expect(formatClockMs('2026-11-23T10:00:00.123456Z')).toMatch(/^\d\d:\d\d:00\.123$/);
    expect(formatClockMs(null)).toBe('');
  });
});
