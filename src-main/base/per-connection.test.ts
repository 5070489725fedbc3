import { afterEach, describe, expect, it, vi } from 'vitest';
import { PerConnection } from './per-connection';

const demo = { kind: 'local', cluster: 'demo' } as const;
const other = { kind: 'local', cluster: 'other' } as const;

describe('what is kept for each connection', () => {
  let made: { dispose: () => void; ended: boolean }[] = [];
  const make = () => {
    const one = { ended: false, dispose: () => void (one.ended = true) };
    made.push(one);
    return one;
  };
  let kept = new PerConnection(make, 1000);
  afterEach(async () => {
    await kept.dispose();
    vi.useRealTimers();
    kept = new PerConnection(make, 1000);
    made = [];
  });

  it('is one for each connection, however many use it', () => {
    expect(kept.hold(demo).value).toBe(kept.hold({ ...demo }).value);
    expect(kept.hold(other).value).not.toBe(kept.hold(demo).value);
    expect(made).toHaveLength(2);
  });

  it('goes at once with its connection, and is made anew when that is back', async () => {
    const [one, two] = [kept.hold(demo), kept.hold(other)];
    await kept.retain((connection) => connection !== demo);
    expect(made.map(({ ended }) => ended)).toEqual([true, false]);
    void one.dispose();
    expect(kept.hold(demo).value).not.toBe(one.value);
    expect(kept.hold(other).value).toBe(two.value);
  });

  it('stays without any user when it is to be kept', () => {
    vi.useFakeTimers();
    const value = kept.get(demo);
    void kept.hold(demo).dispose();
    vi.advanceTimersByTime(10_000);
    expect(kept.get(demo)).toBe(value);
    expect(made).toHaveLength(1);
  });

  it('ends with its owner', async () => {
    kept.get(demo);
    kept.hold(other);
    await kept.dispose();
    expect(made.map(({ ended }) => ended)).toEqual([true, true]);
  });
});
