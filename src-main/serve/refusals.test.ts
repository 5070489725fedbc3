import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../base/log';
import { Refusals } from './refusals';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('two thousand refusals are two lines in the log, not two thousand', () => {
  const said: unknown[] = [];
  const refusals = new Refusals({ ...silentLog, warn: (text, data) => void said.push([text, data]) });
  for (let n = 0; n < 2000; n++) refusals.add('no-session');
  expect(said).toEqual([['a request was refused', { reason: 'no-session' }]]);
  vi.advanceTimersByTime(60_000);
  expect(said.slice(1)).toEqual([['more requests were refused', { reason: 'no-session', count: 1999 }]]);
  vi.advanceTimersByTime(600_000);
  refusals.dispose();
  expect(said).toHaveLength(2);
});
