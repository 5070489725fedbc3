import { describe, expect, it } from 'vitest';
import { delayMs, FAST_FOR_MS, FAST_MS, Trouble } from './pace';

describe('the next call', () => {
  const latest = { startedAt: 1000, endedAt: 1100 };

  it.each([
    ['comes at once when there was none', null, 0, false, 0],
    ['comes an interval after the start of the last', latest, 1200, false, 800],
    ['comes at once when the last one took longer than the interval', latest, 2500, false, 0],
    ['comes soon after the answer when asking fast', latest, 1100, true, FAST_MS],
  ])('%s', (_, last, now, fast, delay) => {
    expect(delayMs(last, now, fast, 1000)).toBe(delay);
  });
});

describe('a trouble', () => {
  it('is recent from its beginning until it has lasted long', () => {
    let now = 5;
    const trouble = new Trouble(() => now, false);
    expect(trouble.isRecent).toBe(false);
    expect(trouble.update(true)).toBe(true);
    now += FAST_FOR_MS - 1;
    expect(trouble.update(true)).toBe(false);
    expect(trouble.isRecent).toBe(true);
    now += 1;
    expect(trouble.isRecent).toBe(false);
  });

  it('that ended and comes again is recent again', () => {
    let now = 0;
    const trouble = new Trouble(() => now, true);
    now = FAST_FOR_MS * 2;
    trouble.update(false);
    expect(trouble.update(true)).toBe(true);
    expect(trouble.isRecent).toBe(true);
  });

  it('restarts on demand', () => {
    let now = 0;
    const trouble = new Trouble(() => now, true);
    now = FAST_FOR_MS * 2;
    trouble.restart();
    expect(trouble.isRecent).toBe(true);
  });
});
