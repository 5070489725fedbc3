import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { follow, LiveValue } from './live';

describe('follow', () => {
  it('yields the value as it is, then the last one after changes', async () => {
    const abort = new AbortController();
    const live = new LiveValue(0);
    const seen: number[] = [];
    for await (const value of follow(live, abort.signal, 1)) {
      seen.push(value);
      if (value === 0) for (const next of [1, 2, 3]) live.value = next;
      else abort.abort();
    }
    expect(seen).toEqual([0, 3]);
  });

  it('ends when aborted while it waits, and lets go of the value', async () => {
    const abort = new AbortController();
    let listeners = 0;
    const live = {
      value: 1,
      onChange: () => {
        listeners++;
        return {
          dispose: () => {
            listeners--;
          },
        };
      },
    };
    const iterator = follow(live, abort.signal, 1);
    await iterator.next();
    expect(listeners).toBe(1);
    const end = iterator.next();
    abort.abort();
    expect(await end).toEqual({ done: true, value: undefined });
    expect(listeners).toBe(0);
  });

  it('never loses a change that comes between two reads', async () => {
    const abort = new AbortController();
    const live = new LiveValue('a');
    const iterator = follow(live, abort.signal, 1);
    expect((await iterator.next()).value).toBe('a');
    live.value = 'b';
    expect((await iterator.next()).value).toBe('b');
    abort.abort();
  });

  it('yields half as often when the changes last', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const abort = new AbortController();
    const live = new LiveValue(0);
    const times: number[] = [];
    const reader = (async () => {
      const values = follow(live, abort.signal, 50);
      while (!(await values.next()).done) times.push(performance.now());
    })();
    for (let at = 0; at < 600; at++) {
      live.value++;
      await vi.advanceTimersByTimeAsync(10);
    }
    abort.abort();
    await reader;
    const start = times[0] ?? 0;
    const within = (from: number, to: number) =>
      times.filter((at) => at - start >= from && at - start < to).length;
    expect(within(0, 1000)).toBeGreaterThanOrEqual(20);
    expect(within(0, 1000)).toBeLessThanOrEqual(23);
    expect(within(4000, 5000)).toBeGreaterThanOrEqual(9);
    expect(within(4000, 5000)).toBeLessThanOrEqual(10);
  });
});
