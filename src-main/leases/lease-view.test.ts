import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionLeases } from './connection-leases';
import { FakeLeases } from './fake-source.fixture';
import type { LeaseOrder } from './lease-order';
import { LeaseView } from './lease-view';

const clock = () => performance.now();
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let source: FakeLeases;
let leases: ConnectionLeases;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  source = new FakeLeases(clock);
  leases = new ConnectionLeases(source, clock);
  source.add(0x30n, 100);
  source.add(0x10n, 300);
  source.add(0x20n, 200);
});
afterEach(async () => {
  await leases.dispose();
  // What is under way still ends.
  await pass(source.latencyMs);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const open = (order: Partial<LeaseOrder> = {}) =>
  new LeaseView(leases, { sort: 'remaining', descending: false, search: '', ...order });
const ids = (view: LeaseView) => view.rows(0, 100).map(({ id }) => id);

describe('a list of leases', () => {
  it.each([
    [{}, ['30', '20', '10']],
    [{ descending: true }, ['10', '20', '30']],
    [{ sort: 'id' }, ['10', '20', '30']],
    [{ sort: 'id', descending: true }, ['30', '20', '10']],
    [{ sort: 'granted' }, ['30', '20', '10']],
    [{ search: ' 020' }, ['20']],
    [{ search: '0' }, ['30', '20', '10']],
    [{ search: 'f' }, []],
    [{ search: '48' }, ['30']],
  ] as const)('of order %o is %o', async (order, expected) => {
    const view = open(order);
    await pass(1500);
    expect(ids(view)).toEqual(expected);
    await view.dispose();
  });

  it.each([
    ['-5', ['fffffffffffffffb']],
    ['-', ['fffffffffffffffb']],
    ['fffb', ['fffffffffffffffb']],
    ['7587873906211629829', ['694d8b1d8c332b05']],
    ['75878739062116298', ['694d8b1d8c332b05']],
    ['694D8B1D', ['694d8b1d8c332b05']],
    ['-50', []],
  ])('finds %s, in hex or as Go prints it', async (search, expected) => {
    const view = open({ search });
    await pass(1500);
    leases.renewed(-5n, 150, { askedAt: clock(), answeredAt: clock() });
    leases.renewed(7587873906211629829n, 150, { askedAt: clock(), answeredAt: clock() });
    expect(ids(view)).toEqual(expected);
    await view.dispose();
  });

  it('follows what happens, tells each change, and knows where a lease stands', async () => {
    const view = open();
    let told = 0;
    view.onChange(() => told++);
    await pass(1500);
    const before = view.version;
    expect(told).toBe(before);
    leases.renewed(0x40n, 150, { askedAt: clock(), answeredAt: clock() });
    expect(view.version).toBe(before + 1);
    expect(ids(view)).toEqual(['30', '40', '20', '10']);
    expect([view.find(0x40n), view.find(0x50n)]).toEqual([1, null]);
    leases.ended(0x30n);
    expect(ids(view)).toEqual(['40', '20', '10']);
    await view.dispose();
  });

  it('has what is in sight asked for, also after the order changed', async () => {
    const view = open();
    // As a window's stream does.
    view.onChange(() => view.length);
    view.look(0, 1);
    await pass(1500);
    source.asked.length = 0;
    leases.renewed(0x30n, 400, { askedAt: clock(), answeredAt: clock() });
    await pass(3000);
    expect(ids(view)[0]).toBe('20');
    expect(new Set(source.asked.map(({ id }) => id))).toEqual(new Set([0x20n]));
    await view.dispose();
  });

  it('is known for ten seconds more when nobody looks any more, and not asked for after that', async () => {
    await pass(100);
    expect(source.listed).toBe(0);
    const view = open();
    await pass(1500);
    await view.dispose();
    await pass(5000);
    const again = open();
    expect(again.length).toBe(3);
    await again.dispose();
    await pass(11_000);
    const before = source.listed;
    await pass(60_000);
    expect(source.listed).toBe(before);
  });
});
