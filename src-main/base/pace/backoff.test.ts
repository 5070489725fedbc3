import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff';

describe('the wait before another try', () => {
  it('is none at first, then doubles up to a second', () => {
    let now = 0;
    const backoff = new Backoff(() => now);
    const waits = Array.from({ length: 8 }, () => {
      const waitMs = backoff.next();
      // Each try fails after 10 ms.
      now += waitMs + 10;
      return waitMs;
    });
    expect(waits).toEqual([0, 50, 100, 200, 400, 800, 1000, 1000]);
  });

  it('starts over after a try that lasted', () => {
    let now = 0;
    const backoff = new Backoff(() => now);
    backoff.next();
    now += 999;
    expect(backoff.next()).toBe(50);
    now += 50 + 1000;
    expect(backoff.next()).toBe(0);
  });
});
