import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '../base/failure';
import { plainSecurity } from '../etcd/tls/security';
import { MemberProbe } from './probe';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A probe whose calls wait for a token from `get`. */
function probeOf(get: () => Promise<string>): MemberProbe {
  return new MemberProbe('http://127.0.0.1:1', {
    clock: () => 0,
    channelOptions: { security: plainSecurity, tokens: { user: null, get, renew: () => false } },
    refreshMs: () => 1000,
    hurried: () => false,
    changed: () => undefined,
    answered: () => undefined,
  });
}

it('a bug in one call is told, and the member is asked again', async () => {
  let asked = 0;
  const probe = probeOf(() => {
    asked++;
    return Promise.reject(new Error('a bug'));
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

it('a member whose process is another one before the call under way has ended is asked again', async () => {
  let cancel = (): void => undefined;
  const probe = probeOf(
    () =>
      new Promise((_, reject) => {
        cancel = () => reject(new Failure('CANCELLED', { action: 'Status' }));
      }),
  );
  probe.update({ url: probe.url, name: 'n1', running: true });
  const asked = probe.ask();
  probe.update({ url: probe.url, name: 'n1', running: false });
  probe.update({ url: probe.url, name: 'n1', running: true });
  expect(vi.getTimerCount()).toBe(0);
  cancel();
  await asked;
  expect(vi.getTimerCount()).toBe(1);
  probe.dispose();
});
