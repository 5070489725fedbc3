import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Gauge } from './gauge';

const tell = vi.fn<() => void>();
let gauge: Gauge;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  tell.mockClear();
  gauge = new Gauge(() => performance.now(), tell);
});
afterEach(() => {
  gauge.dispose();
  vi.useRealTimers();
});

const bytes = (done: number, total: number | null = 1000) => gauge.set({ done, total, unit: 'bytes' });

it('tells the first count at once, and what follows together', () => {
  bytes(1);
  bytes(2);
  bytes(3);
  expect(tell).toHaveBeenCalledTimes(1);
  expect(gauge.progress).toMatchObject({ done: 1 });
  vi.advanceTimersByTime(100);
  expect(tell).toHaveBeenCalledTimes(2);
  expect(gauge.progress).toMatchObject({ done: 3, total: 1000, unit: 'bytes' });
});

it('tells nothing while nothing moves, but for a rate that falls', () => {
  bytes(0);
  for (let done = 10; done <= 100; done += 10) {
    vi.advanceTimersByTime(100);
    bytes(done);
  }
  vi.advanceTimersByTime(100);
  const rate = gauge.progress?.rate ?? 0;
  expect(rate).toBeGreaterThan(80);
  expect(gauge.progress?.leftMs).toBeGreaterThan(8000);
  tell.mockClear();
  vi.advanceTimersByTime(3000);
  expect(tell).toHaveBeenCalledTimes(3);
  expect(gauge.progress?.rate).toBeLessThan(rate / 2);
  vi.advanceTimersByTime(60_000);
  expect(gauge.progress).toMatchObject({ rate: 0, leftMs: null });
  expect(tell.mock.calls.length).toBeLessThan(12);
});

it('begins anew with another unit, and measures nothing once it is told so', () => {
  bytes(1000);
  gauge.set({ done: 5, total: null, unit: 'keys' });
  expect(gauge.progress).toEqual({ done: 5, total: null, unit: 'keys', rate: null, leftMs: null });
  gauge.set(null);
  expect(gauge.progress).toBeNull();
});

it('keeps the last count when the job has ended, without a rate', () => {
  bytes(1);
  bytes(900);
  gauge.dispose();
  expect(gauge.progress).toEqual({ done: 900, total: 1000, unit: 'bytes', rate: null, leftMs: null });
  tell.mockClear();
  vi.advanceTimersByTime(5000);
  expect(tell).not.toHaveBeenCalled();
});
