import { describe, expect, it } from 'vitest';
import { listWait, nextAsk, nextCount, renewalWait } from './schedule';

const expiry = { earliest: 60_000, latest: 61_000 };
const counted = { countAt: 1e9 };

describe('a lease is asked for next', () => {
  it.each([
    ['at once when it never was', { askedAt: null, expiry: null, countAt: -Infinity }, false, -Infinity],
    ['a second after a call that failed', { askedAt: 500, expiry: null, countAt: -Infinity }, true, 1500],
    ['when it should end, out of sight', { askedAt: 500, expiry, ...counted }, false, 61_000],
    ['after a second, in sight', { askedAt: 500, expiry, ...counted }, true, 1500],
    ['at its end rather than after a second', { askedAt: 60_500, expiry, ...counted }, true, 61_000],
    ['soon, in sight with its keys not counted', { askedAt: 500, expiry, countAt: -Infinity }, true, 600],
    ['when its keys are due', { askedAt: 500, expiry, countAt: 900 }, true, 900],
    ['soon after its end', { askedAt: 61_000, expiry, ...counted }, false, 61_250],
    ['rarer when it is long overdue', { askedAt: 62_000, expiry, ...counted }, false, 63_000],
    ['every two seconds at last', { askedAt: 90_000, expiry, ...counted }, false, 92_000],
  ] as const)('%s', (_, state, inSight, at) => {
    expect(nextAsk(state, inSight)).toBe(at);
  });
});

it('few keys are counted every five seconds, many rarer, and those one may not read every minute', () => {
  expect([nextCount(3, 0), nextCount(100_000, 0), nextCount('denied', 0)]).toEqual([5000, 200_000, 60_000]);
});

it('leases are listed every second, sooner when one should have ended, and never most of the time', () => {
  expect([listWait(3, false), listWait(3, true), listWait(null, true)]).toEqual([1000, 250, 1000]);
  expect(listWait(400, true)).toBe(4000);
});

it('a lease is renewed every third of its time, a very long one every hour', () => {
  expect([renewalWait(3), renewalWait(9_000_000_000)]).toEqual([1000, 3_600_000]);
});
