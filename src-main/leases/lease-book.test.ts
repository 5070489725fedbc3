import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '../base/failure';
import { expectedAt } from './expiry';
import { FakeLeases } from './fake-source.fixture';
import { LeaseBook } from './lease-book';

const clock = () => performance.now();
let source: FakeLeases;
let book: LeaseBook;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  source = new FakeLeases(clock);
});
afterEach(() => {
  book.dispose();
  vi.useRealTimers();
});

const open = () => (book = new LeaseBook({ source, clock }));
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const left = (id: bigint) => {
  const expiry = book.leases.get(id)?.expiry;
  return expiry ? expectedAt(expiry) - clock() : null;
};
const leftThere = (id: bigint) => (source.leases.get(id)?.end ?? NaN) - clock();
const askedFor = (id: bigint) => source.asked.filter((each) => each.id === id).length;

it('2,000 leases are asked for once each, a few at a time, and then left alone', async () => {
  for (let id = 1n; id <= 2000n; id++) source.add(id, 600);
  open();
  await pass(10_000);
  expect(book.leases.size).toBe(2000);
  expect(source.asked).toHaveLength(2000);
  expect(source.mostUnderWay).toBeLessThanOrEqual(5);
  expect([...book.leases.keys()].every((id) => Math.abs((left(id) ?? 0) - leftThere(id)) <= 600)).toBe(true);
  await pass(60_000);
  expect(source.asked).toHaveLength(2000);
  expect(source.listed).toBeLessThanOrEqual(71);
});

it('what is in sight is asked for every second, and before everything else', async () => {
  for (let id = 1n; id <= 2000n; id++) source.add(id, 600);
  source.latencyMs = 40;
  open();
  await pass(100);
  book.look({}, [1999n, 2000n]);
  await pass(150);
  expect([left(1999n), left(2000n)]).not.toContain(null);
  const before = askedFor(2000n);
  await pass(10_000);
  expect(askedFor(2000n) - before).toBeGreaterThanOrEqual(8);
  expect(askedFor(2000n) - before).toBeLessThanOrEqual(12);
});

it('a renewal by somebody else shows within a second and a round trip, in sight', async () => {
  source.add(1n, 10);
  open();
  book.look({}, [1n]);
  for (let round = 0; round < 12; round++) {
    await pass(3300 + 137 * (round % 5));
    void source.keepAlive(1n);
    await pass(1100);
    expect(Math.abs((left(1n) ?? 0) - leftThere(1n))).toBeLessThanOrEqual(510);
  }
});

it('a lease leaves when etcd has ended it, whether in sight or not, and however many end at once', async () => {
  for (let id = 1n; id <= 300n; id++) source.add(id, 5);
  open();
  book.look({}, [1n]);
  await pass(5700);
  expect(book.leases.size).toBe(300);
  source.leases.clear();
  await pass(1000);
  expect(book.leases.size).toBe(0);
});

it('a lease that should have ended and is kept alive by somebody else stays, with its new time', async () => {
  source.add(1n, 6);
  open();
  for (let round = 0; round < 10; round++) {
    await pass(2000);
    void source.keepAlive(1n);
  }
  await pass(5);
  expect(askedFor(1n)).toBeLessThanOrEqual(8);
  expect(left(1n)).toBeGreaterThan(0);
});

it('a member that lags lists a granted lease not yet and an ended one still: neither flickers', async () => {
  open();
  await pass(900);
  const asked = { askedAt: clock(), answeredAt: clock() };
  book.hear(7n, asked, { earliest: clock() + 9000, latest: clock() + 9000 }, 9);
  source.add(8n, 100);
  await pass(120);
  expect([...book.leases.keys()].sort()).toEqual([7n, 8n]);
  await pass(880);
  book.hearEnd(8n);
  await pass(200);
  expect(book.leases.has(8n)).toBe(false);
  await pass(2000);
  expect([...book.leases.keys()]).toEqual([8n]);
});

it('a new leader gives leases more time: all are asked for anew', async () => {
  source.add(1n, 600);
  open();
  await pass(1500);
  expect(askedFor(1n)).toBe(1);
  source.term = 2n;
  const lease = source.leases.get(1n);
  if (lease) lease.end += 5000;
  await pass(1100);
  expect(Math.abs((left(1n) ?? 0) - leftThere(1n))).toBeLessThanOrEqual(510);
});

it('without the right to read its keys the time is told all the same', async () => {
  source.add(1n, 60, ['a']);
  source.readable = false;
  open();
  book.look({}, [1n]);
  await pass(500);
  expect(book.leases.get(1n)?.keys).toBe('denied');
  expect(left(1n)).not.toBeNull();
  await pass(10_000);
  expect(source.asked.filter(({ keys }) => keys)).toHaveLength(1);
});

it('while nobody answers what is known stays, few calls are made, and it is said since when', async () => {
  for (let id = 1n; id <= 50n; id++) source.add(id, 600);
  open();
  book.look({}, [1n, 2n]);
  await pass(2000);
  expect(book.phase.value).toEqual({ kind: 'live' });
  source.failure = new Failure('NO_LEADER', { endpoint: 'x' });
  await pass(5000);
  expect(book.phase.value).toMatchObject({ kind: 'failing', failure: { code: 'NO_LEADER' } });
  expect(book.leases.size).toBe(50);
  source.failure = null;
  await pass(2100);
  expect(book.phase.value).toEqual({ kind: 'live' });
});

it('nobody is asked any more once it is disposed of', async () => {
  source.add(1n, 5);
  open();
  book.look({}, [1n]);
  await pass(2000);
  book.dispose();
  const before = [source.asked.length, source.listed];
  await pass(60_000);
  expect([source.asked.length, source.listed]).toEqual(before);
  expect(vi.getTimerCount()).toBe(0);
});
