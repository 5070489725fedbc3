import type { ListSignal } from '@shared/contract/base';
import type { LeaseRow, LeasesQuery, LeasesStatus, LeaseState } from '@shared/contract/leases';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toText } from '../../src-shared/bytes';
import { silentLog } from '../../src-main/base/log';
import { CommandLog } from '../../src-main/etcdctl/command-log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { put } from '../../src-main/etcd/calls/kv';
import { Leases } from '../../src-main/leases/leases';
import { leaseSource } from '../../src-main/leases/source';
import { implementer } from '../../src-main/rpc/implementer';
import { leasesRouter } from '../../src-main/leases/area';
import { startCluster, type TestCluster } from '../support/etcd/etcd';
import { until } from '../support/until';
import { type Client, type Served, transports } from './transports';

const connection = { kind: 'local', cluster: 'demo' } as const;
const text = (string: string) => new TextEncoder().encode(string);

/** The latest value of a stream, which is read continuously. */
function latest<T>(stream: AsyncIterable<T>): { value: T | null } {
  const seen: { value: T | null } = { value: null };
  void (async () => {
    for await (const value of stream) seen.value = value;
  })().catch(() => undefined);
  return seen;
}

/** The failure of a refused call. */
function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'nothing',
    (error: unknown) => error,
  );
}

describe.each(transports)('leases over %s', (_name, serve) => {
  let cluster: TestCluster;
  let etcd: EtcdClient;
  let leases: Leases;
  let served: Served;
  let one: Client;
  let two: Client;
  const abort = new AbortController();
  const { signal } = abort;

  beforeAll(async () => {
    cluster = await startCluster({ size: 1 });
    etcd = new EtcdClient({ endpoints: cluster.endpoints, log: silentLog });
    leases = new Leases({
      source: () => leaseSource(() => etcd),
      recorder: new CommandLog(),
      log: silentLog,
    });
    served = await serve({ leases: leasesRouter(implementer(silentLog).leases, leases) });
    one = (await served.connect()).client;
    two = (await served.connect()).client;
  }, 30_000);
  afterAll(async () => {
    abort.abort();
    await served.dispose();
    await leases.dispose();
    etcd.dispose();
    await cluster.dispose();
  });

  async function openList(client: Client, list: string, order: Partial<LeasesQuery> = {}) {
    const query: LeasesQuery = { connection, list, sort: 'id', descending: false, search: '', ...order };
    const signals: { value: ListSignal | null } = latest(await client.leases.open(query, { signal }));
    await until('the list is open', () => signals.value);
    await client.leases.look({ list, from: 0, to: 50 });
    return async (): Promise<LeaseRow[]> => {
      const view = signals.value?.view ?? '';
      return (await client.leases.rows({ view, from: 0, to: 100 })).rows;
    };
  }

  it('are granted in one window, and count down in another with the engine’s time on them', async () => {
    const rows = await openList(two, 'list-of-two');
    expect(await one.leases.grant({ connection, ttl: 60, id: 'beef' })).toEqual({ id: 'beef', ttl: 60 });
    const first = await until('it is listed', async () => (await rows()).find(({ id }) => id === 'beef'));
    const later = await until('it has counted down', async () => {
      const row = (await rows()).find(({ id }) => id === 'beef');
      return (row?.life?.remainingMs ?? Infinity) < 59_000 && row;
    });
    const passed = later.at - first.at;
    const counted = (first.life?.remainingMs ?? 0) - (later.life?.remainingMs ?? 0);
    expect(Math.abs(passed - counted)).toBeLessThan(1000);
    expect(await two.leases.find({ list: 'list-of-two', id: 'beef' })).toEqual({ row: 0 });
    expect(await two.leases.find({ list: 'list-of-two', id: 'dead' })).toBeNull();
    expect(await two.leases.find({ list: 'no such list', id: 'beef' })).toBeNull();
    expect(await (await openList(two, 'list-of-hits', { search: 'BEE' }))()).toHaveLength(1);
    expect(await (await openList(two, 'list-of-none', { search: 'c0de' }))()).toEqual([]);
  });

  it('are kept alive until told to stop, as every window sees', async () => {
    const status: { value: LeasesStatus | null } = latest(
      await two.leases.status({ connection }, { signal }),
    );
    const lease: { value: LeaseState | null } = latest(
      await two.leases.lease({ connection, id: 'beef' }, { signal }),
    );
    await one.leases.keepAlive({ connection, id: 'beef' });
    await until('it is kept', () => status.value?.keepAlives[0]?.state.kind === 'kept');
    const here = await until('it is seen', () => lease.value?.kind === 'here' && lease.value.row.keepAlive);
    expect(here.kind).toBe('kept');
    await two.leases.stopKeepAlive({ connection, id: 'beef' });
    await until('it is not kept', () => status.value?.keepAlives.length === 0);
    expect(await one.leases.keepAliveOnce({ connection, id: 'beef' })).toEqual({ ttl: 60 });
  });

  it('are revoked with the keys that were confirmed, whatever their bytes', async () => {
    const key = Uint8Array.of(0, 255, 47, 92);
    await put(etcd, { key, value: text('x'), lease: 0xbeefn });
    const signals: { value: ListSignal | null } = latest(
      await one.leases.attached.open({ connection, id: 'beef' }, { signal }),
    );
    const view = await until('its keys are there', () => signals.value?.length === 1 && signals.value.view);
    const { rows } = await one.leases.attached.rows({ view, from: 0, to: 10 });
    expect(rows.map((row) => [toText(row.key), row.size])).toEqual([['\\x00\\xff/\\\\', 4]]);
    expect(await one.leases.countKeys({ connection, id: 'beef' })).toEqual({ keys: 1 });
    const lease: { value: LeaseState | null } = latest(
      await two.leases.lease({ connection, id: 'beef' }, { signal }),
    );
    await until('it is seen', () => lease.value?.kind === 'here');
    expect(await one.leases.revoke({ connection, id: 'beef', confirmed: 0 })).toEqual({
      kind: 'changed',
      keys: 1,
    });
    expect(await one.leases.revoke({ connection, id: 'beef', confirmed: 1 })).toEqual({ kind: 'revoked' });
    await until('it is gone', () => lease.value?.kind === 'gone');
  });

  it('are refused by their field, or by what etcd says', async () => {
    const grant = (ttl: number, id: string | null) => one.leases.grant({ connection, ttl, id });
    expect(await refusal(grant(0, null))).toMatchObject({ code: 'BAD_INPUT', data: { field: 'ttl' } });
    expect(await refusal(grant(60, '10000000000000000'))).toMatchObject({ data: { field: 'id' } });
    expect(await grant(60, 'fffffffffffffffb')).toEqual({ id: 'fffffffffffffffb', ttl: 60 });
    expect(await refusal(grant(60, '0'))).toMatchObject({ code: 'BAD_INPUT', data: { field: 'id' } });
    expect(await refusal(grant(9_000_000_001, null))).toMatchObject({ code: 'LEASE_TTL_TOO_LARGE' });
    expect(await refusal(one.leases.revoke({ connection, id: 'dead', confirmed: 0 }))).toMatchObject({
      code: 'LEASE_NOT_FOUND',
      data: { lease: 'dead' },
    });
    expect(await refusal(one.leases.keepAlive({ connection, id: 'dead' }))).toMatchObject({
      code: 'LEASE_NOT_FOUND',
    });
  });
});
