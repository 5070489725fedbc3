import { describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useAttempt } from './attempt';

describe('an attempt', () => {
  it('is busy until it ends, and is not made twice meanwhile', async () => {
    const { busy, error, attempt } = useAttempt(vi.fn());
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
    const { busy, error, attempt } = useAttempt(vi.fn());
    const failure = new Error('no');
    await attempt(() => Promise.reject(failure));
    expect([busy.value, error.value]).toEqual([false, failure]);
    await attempt(() => Promise.resolve());
    expect(error.value).toBeNull();
  });

  it('that fails after its dialog is gone or closed is announced, and no other', async () => {
    const [announce, scope, failure] = [vi.fn(), effectScope(), new Error('no')];
    let isOpen = true;
    const { attempt } = scope.run(() => useAttempt(announce, () => isOpen)) ?? useAttempt(announce);
    const fail = () => attempt(() => Promise.reject(failure));
    await fail();
    expect(announce).not.toHaveBeenCalled();
    isOpen = false;
    await fail();
    isOpen = true;
    scope.stop();
    await fail();
    expect(announce.mock.calls).toEqual([[failure], [failure]]);
  });
});
