import { describe, expect, it } from 'vitest';
import { useAttempt } from './attempt';

describe('an attempt', () => {
  it('is busy until it ends, and is not made twice meanwhile', async () => {
    const { busy, error, attempt } = useAttempt();
    const ends: (() => void)[] = [];
    const action = () => new Promise<void>((resolve) => ends.push(resolve));
    const first = attempt(action);
    await attempt(action);
    expect(busy.value).toBe(true);
    ends[0]?.();
    await first;
    expect([busy.value, error.value, ends.length]).toEqual([false, null, 1]);
  });

  it('keeps why it failed until the next one', async () => {
    const { busy, error, attempt } = useAttempt();
    const failure = new Error('no');
    await attempt(() => Promise.reject(failure));
    expect([busy.value, error.value]).toEqual([false, failure]);
    await attempt(() => Promise.resolve());
    expect(error.value).toBeNull();
  });
});
