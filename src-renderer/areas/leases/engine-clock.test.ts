import { expect, it } from 'vitest';
import { EngineClock } from './engine-clock';

it('an instant of the engine is known to the least delay that a signal had', () => {
  const clock = new EngineClock();
  const ahead = 5_000_000;
  for (const [at, delay] of [
    [1000, 40],
    [2000, 3],
    [3000, 900],
  ] as const)
    clock.heard(at, at - ahead + delay);
  expect(clock.here(4000)).toBe(4000 - ahead + 3);
});

it('a clock that was put forward is followed after a few signals', () => {
  const clock = new EngineClock();
  clock.heard(0, 0);
  for (let at = 1; at <= 16; at++) clock.heard(at * 1000, at * 1000 + 60_000);
  expect(clock.here(20_000)).toBe(80_000);
});
