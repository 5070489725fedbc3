import { describe, expect, it } from 'vitest';
import { batches } from './batches';

const sizes = (events: number, rate: number) =>
  [...batches(events, rate, 20)].map(({ from, to }) => to - from);

describe('a load of events', () => {
  it.each([
    ['5,000 a second is a transaction a turn', 300, 5000, [100, 100, 100]],
    ['20,000 a second is four transactions a turn, which etcd takes', 800, 20_000, Array(8).fill(100)],
    ['a load that does not fill its last turn ends with less', 250, 5000, [100, 100, 50]],
    ['a turn that does not part evenly has a smaller last transaction', 130, 6500, [65, 65]],
    ['less than one event a turn is one', 3, 10, [1, 1, 1]],
  ])('%s', (_, events, rate, expected) => expect(sizes(events, rate)).toEqual(expected));

  it.each([1, 50, 5000, 6500, 7777, 20_000, 95_000])('of %d a second has every event once', (rate) => {
    const parts = [...batches(rate * 2, rate, 20)];
    expect(parts.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at))).toEqual(
      Array.from({ length: rate * 2 }, (_, at) => at),
    );
    expect(Math.max(...parts.map(({ from, to }) => to - from))).toBeLessThanOrEqual(128);
  });
});
