import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Listeners } from './listeners';
import { Shared } from './shared';

const LINGER_MS = 1000;

describe('what several share', () => {
  let made: { dispose: () => void; ended: boolean }[] = [];
  let shared = new Shared(() => make(), LINGER_MS);
  const make = () => {
    const one = { ended: false, dispose: () => void (one.ended = true) };
    made.push(one);
    return one;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    made = [];
    shared = new Shared(make, LINGER_MS);
  });
  afterEach(async () => {
    await shared.dispose();
    vi.useRealTimers();
  });

  it('is made for the first user and not for the second', () => {
    expect(shared.value).toBeNull();
    const [one, two] = [shared.hold(), shared.hold()];
    expect(one.value).toBe(two.value);
    expect(made).toHaveLength(1);
  });

  it('outlives its last user by the time to linger, and no longer', () => {
    const [one, two] = [shared.hold(), shared.hold()];
    void one.dispose();
    void one.dispose();
    vi.advanceTimersByTime(10 * LINGER_MS);
    expect(made[0]?.ended).toBe(false);
    void two.dispose();
    vi.advanceTimersByTime(LINGER_MS - 1);
    expect(made[0]?.ended).toBe(false);
    vi.advanceTimersByTime(1);
    expect(made[0]?.ended).toBe(true);
    expect(shared.value).toBeNull();
  });

  it('stays when somebody comes back in time', () => {
    void shared.hold().dispose();
    vi.advanceTimersByTime(LINGER_MS - 1);
    const again = shared.hold();
    vi.advanceTimersByTime(10 * LINGER_MS);
    expect(again.value).toBe(made[0]);
    expect(made[0]?.ended).toBe(false);
  });

  it('is replaced at once when it is renewed while in use', async () => {
    shared.hold();
    await shared.renew();
    expect(made.map(({ ended }) => ended)).toEqual([true, false]);
    expect(shared.value).toBe(made[1]);
  });

  it('is not made by a renewal that nobody needs', async () => {
    await shared.renew();
    expect(made).toHaveLength(0);
  });

  it('holds nothing when it cannot be made', () => {
    const broken = new Shared(() => {
      throw new Error('no');
    }, LINGER_MS);
    expect(() => broken.hold()).toThrow('no');
    expect(broken.value).toBeNull();
  });

  it('is held by each listener of its state', () => {
    const listeners = new Listeners();
    const state = shared.live(
      () => shared.value !== null,
      (listener) => listeners.add(listener),
    );
    expect(state.value).toBe(false);
    const told = vi.fn();
    const subscription = state.onChange(told);
    expect(state.value).toBe(true);
    listeners.tell();
    expect(told).toHaveBeenCalledOnce();
    void subscription.dispose();
    vi.advanceTimersByTime(LINGER_MS);
    expect(state.value).toBe(false);
  });
});
