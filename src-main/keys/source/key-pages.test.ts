import { describe, expect, it } from 'vitest';
import { nextLimit } from './key-pages';

describe('the size of the next page', () => {
  it.each([
    ['is full after a first page that came fast', 1000, 20, 500_000],
    ['is full after a first page for which the server counted ten million keys', 1000, 2500, 500_000],
    ['takes about 20 s where the first took 4', 1000, 4000, 5000],
    ['shrinks when the link has become slower', 5000, 40_000, 2500],
    ['never shrinks below the first', 1000, 59_000, 1000],
    ['grows up to a full one', 400_000, 5000, 500_000],
  ])('%s', (_, limit, tookMs, next) => {
    expect(nextLimit(limit, tookMs)).toBe(next);
  });
});
