import { expect, it } from 'vitest';
import { formatSeconds, secondsLeft, shareLeft, toneOf } from './lease-time';

it.each([
  [0, '0 s'],
  [119, '119 s'],
  [125, '2 min 05 s'],
  [300, '5 min'],
  [3599, '59 min 59 s'],
  [3600, '1 h'],
  [11_105, '3 h 05 min'],
  [86_400, '24 h'],
  [200_000, '2 d 7 h'],
  [9_000_000_000, '104,166 d 16 h'],
])('%d seconds read %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

it('what is left is cut to whole seconds, as etcd does, and never below none', () => {
  expect([59_999, 1000, 999, 0, -700].map(secondsLeft)).toEqual([59, 1, 0, 0, 0]);
});

it('a lease that its holder renews in time has plenty; one that was missed has not', () => {
  const tone = (ms: number) => toneOf(shareLeft(ms, 60));
  expect([66_000, 60_000, 40_000, 20_000, 6000, -500].map(tone)).toEqual([
    'plenty',
    'plenty',
    'plenty',
    'little',
    'last',
    'last',
  ]);
});
