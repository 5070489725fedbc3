import { describe, expect, it } from 'vitest';
import { beginPace, countAgain, leftMsOf, type Pace, rateOf } from './pace';

/** Counts at these times, from zero at time 0 on. */
function paceOf(counts: readonly (readonly [at: number, done: number])[]): Pace {
  return counts.reduce((pace, [at, done]) => countAgain(pace, at, done), beginPace(0, 0));
}

/** Counts every `everyMs` until `untilMs`, `perSecond` more a second. */
function steadily(untilMs: number, perSecond: number, everyMs = 100) {
  return Array.from({ length: untilMs / everyMs }, (_, index) => {
    const at = (index + 1) * everyMs;
    return [at, (at * perSecond) / 1000] as const;
  });
}

describe('the rate of a job', () => {
  it.each<[string, readonly (readonly [number, number])[], number | null]>([
    ['nothing counted yet', [], null],
    ['half a second not over', [[499, 1000]], null],
    ['one count after a second', [[1000, 500]], 500],
    ['a steady pace, counted often', steadily(4000, 250), 250],
    ['a steady pace, counted seldom', steadily(8000, 250, 2000), 250],
    ['two counts at the same time', [...steadily(1000, 100), [1000, 200], [1100, 200]], 196.1],
    ['nothing for a second after a steady pace', [...steadily(10_000, 100), [11_000, 1000]], 71.1],
    ['nothing for ten seconds', [...steadily(1000, 100), [11_000, 100]], 0],
    ['twice as fast for three seconds', [...steadily(9000, 100), [12_000, 1500]], 164.8],
    ['work that began anew', [...steadily(5000, 100), [5100, 10], [5600, 60]], 100],
  ])('%s', (_case, counts, expected) => {
    const rate = rateOf(paceOf(counts));
    if (expected === null) expect(rate).toBeNull();
    else expect(rate).toBeCloseTo(expected, 0);
  });
});

describe('the time left of a job', () => {
  it.each<[string, number, number | null, number | null, number | null]>([
    ['is what remains at that rate', 250, 1000, 100, 7500],
    ['is not known without a total', 250, null, 100, null],
    ['is not known while the rate is not', 250, 1000, null, null],
    ['is not known while nothing moves', 250, 1000, 0, null],
    ['is nothing when all is done', 1000, 1000, null, 0],
    ['is nothing when more was done than announced', 1200, 1000, 100, 0],
  ])('%s', (_case, done, total, rate, expected) => {
    expect(leftMsOf(done, total, rate)).toBe(expected);
  });
});
