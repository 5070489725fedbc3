import type { KeepAliveState } from '@shared/contract/leases';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '../base/failure';
import { silentLog } from '../base/log';
import { FakeLeases } from './fake-source.fixture';
import { KeepAlive } from './keep-alive';

const clock = () => performance.now();
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let source: FakeLeases;
let keepAlive: KeepAlive;
let renewals: number;
let told: KeepAliveState['kind'][];
let logged: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  source = new FakeLeases(clock);
  source.add(1n, 6);
  renewals = 0;
  told = [];
  logged = [];
  keepAlive = new KeepAlive({
    source,
    id: 1n,
    ttl: 6,
    clock,
    renewed: () => renewals++,
    changed: () => told.push(keepAlive.state.kind),
    log: { ...silentLog, info: (_message, fields) => void logged.push(fields) },
  });
});
afterEach(() => {
  keepAlive.dispose();
  vi.useRealTimers();
});

it('a lease is renewed every third of its time', async () => {
  await pass(20_100);
  expect(renewals).toBe(10);
  expect(keepAlive.state.kind).toBe('kept');
  expect((source.leases.get(1n)?.end ?? 0) - clock()).toBeGreaterThan(3900);
});

it('while nobody answers it is tried again, and taken up again in time', async () => {
  await pass(2100);
  source.failure = new Failure('NO_LEADER', { endpoint: 'x' });
  await pass(2500);
  expect(keepAlive.state).toMatchObject({ kind: 'trying', failure: { code: 'NO_LEADER' } });
  source.failure = null;
  await pass(300);
  expect(keepAlive.state.kind).toBe('kept');
});

it('when the lease is gone it is over, says so, and asks no more', async () => {
  source.leases.clear();
  await pass(10_000);
  expect(keepAlive.state).toMatchObject({ kind: 'ended', failure: { code: 'LEASE_NOT_FOUND' } });
  expect(told).toEqual(['ended']);
  expect(logged).toMatchObject([{ lease: '1', code: 'LEASE_NOT_FOUND' }]);
  expect(vi.getTimerCount()).toBe(0);
});

it('nothing is renewed any more once it was stopped', async () => {
  await pass(2100);
  keepAlive.dispose();
  await pass(30_000);
  expect(renewals).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
