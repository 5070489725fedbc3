import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expiry, expectedAt, heardExpiry, narrowed, renewedExpiry } from './expiry';

/** etcd's answer at `at` for a lease that ends at `end`: whole seconds, truncated towards zero. */
const ttlAt = (end: number, at: number) => Math.trunc((end - at) / 1000);

/** A call: when it was sent, how long until etcd computed the answer, and how long until it arrived. Milliseconds. */
const call = fc.record({
  after: fc.double({ min: 0, max: 3000, noNaN: true }),
  there: fc.double({ min: 0, max: 400, noNaN: true }),
  back: fc.double({ min: 0, max: 400, noNaN: true }),
});

/** What is known after `calls` about a lease that ends at `end`, and the last call's round trip. */
function hear(end: number, calls: readonly { after: number; there: number; back: number }[]) {
  let [known, now, roundTrip]: [Expiry | null, number, number] = [null, 0, 0];
  for (const { after, there, back } of calls) {
    const askedAt = now + after;
    now = askedAt + there + back;
    roundTrip = there + back;
    if (askedAt + there >= end + 1000) break;
    known = narrowed(known, heardExpiry(ttlAt(end, askedAt + there), { askedAt, answeredAt: now }));
  }
  return { known, roundTrip };
}

describe('when a lease ends', () => {
  it('is known to a second and a round trip from one answer, and always within what is known', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5000, max: 1e9, noNaN: true }),
        fc.array(call, { minLength: 1 }),
        (end, calls) => {
          const { known, roundTrip } = hear(end, calls);
          if (!known) throw new Error('nothing was heard');
          // Rounding errors of sums of numbers of that size.
          const slack = 1e-3;
          expect(known.earliest).toBeLessThanOrEqual(end + slack);
          expect(known.latest).toBeGreaterThanOrEqual(end - slack);
          expect(Math.abs(expectedAt(known) - end)).toBeLessThanOrEqual(1000 + 400 + slack);
          if (calls.length === 1 && end > 10_000)
            expect(Math.abs(expectedAt(known) - end)).toBeLessThanOrEqual(500 + roundTrip / 2 + slack);
        },
      ),
    );
  });

  it('is never less well known after a further answer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5000, max: 1e6, noNaN: true }),
        fc.array(call, { minLength: 2 }),
        (end, calls) => {
          const width = (expiry: Expiry | null) => (expiry ? expiry.latest - expiry.earliest : Infinity);
          const before = hear(end, calls.slice(0, -1)).known;
          expect(width(hear(end, calls).known)).toBeLessThanOrEqual(width(before));
        },
      ),
    );
  });

  it('is told anew by an answer that does not fit what was known: somebody renewed it', () => {
    const known = heardExpiry(7, { askedAt: 0, answeredAt: 10 });
    const renewed = heardExpiry(9, { askedAt: 1000, answeredAt: 1010 });
    expect(narrowed(known, renewed)).toEqual(renewed);
  });

  it('is known to a round trip from a renewal', () => {
    expect(renewedExpiry(60, { askedAt: 100, answeredAt: 104 })).toEqual({
      earliest: 60_100,
      latest: 60_104,
    });
  });

  it('may have passed already when etcd says 0', () => {
    expect(heardExpiry(0, { askedAt: 5000, answeredAt: 5002 })).toEqual({ earliest: 4000, latest: 6002 });
  });
});
