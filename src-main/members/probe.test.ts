import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { plainSecurity } from '../etcd/security';
import { MemberProbe } from './probe';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('a bug in one call is told, and the member is asked again', async () => {
  let asked = 0;
  const get = () => {
    asked++;
    return Promise.reject(new Error('a bug'));
  };
  const probe = new MemberProbe('http://127.0.0.1:1', {
    clock: () => 0,
    credentials: { security: plainSecurity, tokens: { user: null, get, renew: () => false } },
    refreshMs: () => 1000,
    hurried: () => false,
    changed: () => undefined,
    answered: () => undefined,
  });
  probe.update({ url: probe.url, name: 'n1', running: true });
  await expect(probe.ask()).rejects.toThrow('a bug');
  expect(vi.getTimerCount()).toBe(1);
  const [second, third] = [probe.ask(), probe.ask()];
  await expect(second).rejects.toThrow('a bug');
  await expect(third).rejects.toThrow('a bug');
  await expect(probe.ask()).rejects.toThrow('a bug');
  expect(asked).toBe(4);
  probe.dispose();
  expect(vi.getTimerCount()).toBe(0);
});
