import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import {
  ALL_KEYS,
  compact,
  deleteRange,
  getKey,
  put,
  putOperation,
  range,
  rangeOperation,
  txn,
  unchangedSince,
} from '../../../src-main/etcd/calls/kv';
import {
  grantLease,
  keepAliveOnce,
  leaseTimeToLive,
  listLeases,
  revokeLease,
} from '../../../src-main/etcd/calls/lease';
import { KV } from '../../../src-main/etcd/gen/kv_pb';
import type { TestCluster } from '../../support/etcd/etcd';
import { etcdFolders, startCluster } from '../../support/etcd/etcd';
import { LyingServer } from '../../support/etcd/lying-server';
import { until } from '../../support/until';

const open = new Set<EtcdClient>();

function clientOf(endpoints: readonly string[]): EtcdClient {
  const client = new EtcdClient({ endpoints, log: silentLog });
  open.add(client);
  return client;
}

afterEach(() => {
  for (const client of open) client.dispose();
  open.clear();
});

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

function text(value: Uint8Array | undefined): string {
  return Buffer.from(value ?? []).toString();
}

describe.each(etcdFolders())('a client of etcd $version', ({ folder }) => {
  let cluster: TestCluster;
  let client: EtcdClient;
  const key = bytes('/a/key');

  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1, flags: ['--quota-backend-bytes=16777216'] });
  });
  afterAll(() => cluster.dispose());
  const connect = () => (client = clientOf(cluster.endpoints));

  it('puts, gets and deletes what etcdctl sees too', async () => {
    connect();
    await put(client, { key, value: Uint8Array.of(0, 0xff, 10) });
    const found = await getKey(client, key);
    expect([...(found?.value ?? [])]).toEqual([0, 0xff, 10]);
    expect(found).toMatchObject({ version: 1n, lease: 0n });
    expect(await cluster.etcdctl(['get', '/a/key', '--hex'])).toContain('\\x00\\xff\\x0a');
    expect((await deleteRange(client, { key })).deleted).toBe(1n);
    expect(await getKey(client, key)).toBeNull();
  });

  it('writes only when nobody else has', async () => {
    connect();
    await put(client, { key, value: bytes('1') });
    const { modRevision } = (await getKey(client, key)) ?? { modRevision: 0n };
    const save = (value: string) =>
      txn(client, {
        compare: [unchangedSince(key, modRevision)],
        success: [putOperation({ key, value: bytes(value) })],
        failure: [rangeOperation({ key })],
      });
    expect((await save('2')).succeeded).toBe(true);
    const second = await save('3');
    expect(second.succeeded).toBe(false);
    const theirs = second.responses[0]?.response;
    expect(theirs?.case === 'responseRange' ? text(theirs.value.kvs[0]?.value) : null).toBe('2');
  });

  it('grants a lease, keeps it alive, says what hangs on it and revokes it', async () => {
    connect();
    const lease = await grantLease(client, { ttl: 60, id: 0x7bn });
    expect(lease).toEqual({ id: 0x7bn, ttl: 60 });
    await put(client, { key: bytes('/leased'), value: bytes('x'), lease: lease.id });
    const life = await leaseTimeToLive(client, lease.id, { keys: true });
    expect(life).toMatchObject({ id: 0x7bn, grantedTtl: 60 });
    expect(life.keys.map(text)).toEqual(['/leased']);
    expect(await keepAliveOnce(client, lease.id)).toBe(60);
    expect(await listLeases(client)).toContain(0x7bn);
    await expect(grantLease(client, { ttl: 5, id: 0x7bn })).rejects.toMatchObject({
      code: 'LEASE_EXISTS',
      data: { lease: '7b' },
    });
    await revokeLease(client, lease.id);
    expect(await getKey(client, bytes('/leased'))).toBeNull();
    const gone = { code: 'LEASE_NOT_FOUND', data: { lease: '7b' } };
    await expect(keepAliveOnce(client, lease.id)).rejects.toMatchObject(gone);
    await expect(revokeLease(client, lease.id)).rejects.toMatchObject(gone);
    await expect(leaseTimeToLive(client, lease.id)).rejects.toMatchObject(gone);
    await expect(put(client, { key, value: key, lease: lease.id })).rejects.toMatchObject(gone);
    await expect(grantLease(client, { ttl: 10_000_000_000 })).rejects.toMatchObject({
      code: 'LEASE_TTL_TOO_LARGE',
      data: { seconds: 10_000_000_000 },
    });
  });

  it('takes any lease ID of 64 bits but 0, as etcd does', async () => {
    connect();
    for (const id of [-5n, -(2n ** 63n), 2n ** 63n - 1n]) {
      expect(await grantLease(client, { ttl: 60, id })).toEqual({ id, ttl: 60 });
      await put(client, { key: bytes('/signed'), value: bytes('x'), lease: id });
      expect((await leaseTimeToLive(client, id, { keys: true })).keys.map(text)).toEqual(['/signed']);
      expect(await keepAliveOnce(client, id)).toBe(60);
      expect(await listLeases(client)).toContain(id);
      await revokeLease(client, id);
      expect(await getKey(client, bytes('/signed'))).toBeNull();
    }
  });

  it('tells revisions that are gone and those that are to come', async () => {
    connect();
    const first = (await put(client, { key, value: bytes('old') })).header?.revision ?? 0n;
    const last = (await put(client, { key, value: bytes('new') })).header?.revision ?? 0n;
    await compact(client, { revision: last });
    await expect(range(client, { key, revision: first })).rejects.toMatchObject({
      code: 'REVISION_COMPACTED',
      data: { revision: String(first) },
    });
    await expect(range(client, { key, revision: last + 100n })).rejects.toMatchObject({
      code: 'REVISION_FUTURE',
      data: { revision: String(last + 100n) },
    });
    await expect(compact(client, { revision: last })).rejects.toMatchObject({ code: 'REVISION_COMPACTED' });
    await expect(compact(client, { revision: last + 100n })).rejects.toMatchObject({
      code: 'REVISION_FUTURE',
    });
  });

  it('refuses an empty key, too large a value and too large a transaction', async () => {
    connect();
    const none = new Uint8Array(0);
    await expect(put(client, { key: none, value: none })).rejects.toMatchObject({ code: 'KEY_EMPTY' });
    await expect(range(client, { key: none })).rejects.toMatchObject({ code: 'KEY_EMPTY' });
    for (const size of [1_600_000, 5_000_000]) {
      await expect(put(client, { key, value: new Uint8Array(size) })).rejects.toMatchObject({
        code: 'REQUEST_TOO_LARGE',
        data: { bytes: expect.any(Number) as number },
      });
    }
    const success = Array.from({ length: 129 }, (_, index) =>
      putOperation({ key: bytes(`${index}`), value: none }),
    );
    await expect(txn(client, { success })).rejects.toMatchObject({
      code: 'TOO_MANY_OPERATIONS',
      data: { count: 129 },
    });
    await expect(put(client, { key: bytes('/nowhere'), ignoreValue: true })).rejects.toMatchObject({
      code: 'KEY_NOT_FOUND',
      data: { key: '/nowhere' },
    });
  });

  it('takes an answer of any size', async () => {
    connect();
    const value = new Uint8Array(1_200_000);
    for (let index = 0; index < 6; index++) await put(client, { key: bytes(`/big/${index}`), value });
    const { kvs } = await range(client, { key: bytes('/big/'), rangeEnd: bytes('/big0') });
    expect(kvs.map((kv) => kv.value.length)).toEqual(Array.from({ length: 6 }, () => 1_200_000));
    await deleteRange(client, { key: bytes('/big/'), rangeEnd: bytes('/big0') });
  });

  it('is told when the quota is used up', async () => {
    connect();
    const fill = async () => {
      for (let index = 0; index < 40; index++) await put(client, { key, value: new Uint8Array(1_000_000) });
    };
    await expect(fill()).rejects.toMatchObject({ code: 'NO_SPACE' });
    expect((await range(client, { key: ALL_KEYS, rangeEnd: ALL_KEYS, countOnly: true })).count > 0n).toBe(
      true,
    );
  });

  it('is cancelled by its signal', async () => {
    connect();
    const abort = new AbortController();
    const call = range(client, { key }, { signal: abort.signal });
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(range(client, { key }, { signal: abort.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('a client of five nodes, one of them dead and one hung', () => {
  let cluster: TestCluster;
  const key = bytes('/survives');
  /** What the window promises for a single call. Milliseconds. */
  const within = { deadlineMs: 2000 };

  beforeAll(async () => {
    cluster = await startCluster({ size: 5 });
  });
  afterAll(() => cluster.dispose());

  it('reads and writes as if nothing had happened, and says which are down', async () => {
    const before = clientOf(cluster.endpoints);
    await put(before, { key, value: bytes('0') });
    // The client's own endpoint hangs, and another dies.
    const used = before.health.value.findIndex(({ state }) => state === 'answers');
    const hung = cluster.nodes[used];
    const dead = cluster.nodes[(used + 1) % 5];
    hung?.pause();
    await dead?.kill();
    const rest = cluster.nodes.filter((node) => node !== hung && node !== dead);
    await until('the rest has a leader', async () => {
      await cluster.etcdctl(
        ['put', '/elected', 'yes'],
        rest.map((node) => node.clientUrl),
      );
      return true;
    });

    expect(text((await getKey(before, key, within))?.value)).toBe('0');
    await put(before, { key, value: bytes('1') }, within);
    const after = clientOf(cluster.endpoints);
    await put(after, { key, value: bytes('2') }, within);
    expect(text((await getKey(after, key, within))?.value)).toBe('2');
    const lease = await grantLease(after, { ttl: 60 }, within);
    expect(await keepAliveOnce(after, lease.id, within)).toBe(60);

    const health = await after.check();
    expect(health.map(({ state }) => state)).toEqual(
      cluster.nodes.map((node) => (node === hung || node === dead ? 'fails' : 'answers')),
    );
    expect(health.find(({ endpoint }) => endpoint === dead?.clientUrl)?.failure).toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
    });
    hung?.resume();
    dead?.start();
    await until('all are well', async () => (await after.check()).every(({ state }) => state === 'answers'));
  });

  it('a write that nobody answers is not repeated, and says that its outcome is unknown', async () => {
    const client = clientOf(cluster.endpoints);
    await put(client, { key, value: bytes('a') });
    const used = client.health.value.findIndex(({ state }) => state === 'answers');
    const sent = put(client, { key, value: bytes('b') });
    cluster.nodes[used]?.pause();
    const outcome = await sent.then(
      () => 'done',
      (error: unknown) => error,
    );
    cluster.nodes[used]?.resume();
    // The signal may arrive after the answer.
    if (outcome !== 'done')
      expect(outcome).toMatchObject({ code: 'OUTCOME_UNKNOWN', data: { action: 'Put' } });
    await until('the cluster is well again', async () => (await getKey(client, key)) !== null);
  });

  it('without a quorum says so to who reads, and holds a write until there is a leader', async () => {
    const client = clientOf(cluster.endpoints);
    await until('all answer', async () => (await client.check()).every(({ state }) => state === 'answers'));
    await Promise.all(cluster.nodes.slice(0, 3).map((node) => node.kill()));
    await until('the rest has noticed', async () => {
      const failure = await getKey(client, key, { deadlineMs: 500 }).then(
        () => null,
        (error: unknown) => error,
      );
      return failure instanceof Error && 'code' in failure && failure.code === 'NO_LEADER';
    });
    const cancelled = put(client, { key, value: bytes('never') }).catch((error: unknown) => error);
    await until('it is held', () => client.held.state.value.length === 1);
    expect(client.held.state.value).toMatchObject([{ action: 'Put' }]);
    client.held.cancel();
    expect(await cancelled).toMatchObject({ code: 'NOT_SENT', data: { action: 'Put' } });
    expect(client.held.state.value).toEqual([]);
    const held = put(client, { key, value: bytes('held') }, { deadlineMs: 3000 });
    // Longer than its deadline, and than a read would wait.
    await new Promise((resolve) => setTimeout(resolve, 5500));
    for (const node of cluster.nodes.slice(0, 3)) node.start();
    await held;
    expect(text((await getKey(client, key))?.value)).toBe('held');
  });
});

describe('a write that a member has taken', () => {
  it.each(['etcdserver: leader changed', 'etcdserver: request timed out'])(
    'and then answered by "%s" is not sent again, neither to it nor to another',
    async (message) => {
      const servers = await Promise.all(
        ['a', 'b'].map(() =>
          LyingServer.start([[KV.method.put, (reply) => reply.end({ code: 14, message })]]),
        ),
      );
      try {
        const client = clientOf(servers.map(({ endpoint }) => endpoint));
        await expect(put(client, { key: bytes('a'), value: bytes('b') })).rejects.toMatchObject({
          code: 'OUTCOME_UNKNOWN',
          data: { action: 'Put' },
        });
        expect(servers.reduce((sum, { calls }) => sum + (calls.get('Put') ?? 0), 0)).toBe(1);
      } finally {
        for (const server of servers) await server.stop();
      }
    },
  );
});

describe('a client whose endpoints are all gone', () => {
  it('says so of each', async () => {
    const cluster = await startCluster({ size: 1 });
    const [endpoint = ''] = cluster.endpoints;
    await cluster.dispose();
    const one = clientOf([endpoint]);
    await expect(getKey(one, bytes('a'))).rejects.toMatchObject({ code: 'ENDPOINT_UNREACHABLE' });
    const two = clientOf([endpoint, 'http://127.0.0.1:1']);
    await expect(put(two, { key: bytes('a'), value: bytes('b') })).rejects.toMatchObject({
      code: 'NO_ENDPOINT',
      data: {
        endpoints: [endpoint, 'http://127.0.0.1:1'],
        because: [endpoint, 'http://127.0.0.1:1'].map((each) => ({
          code: 'ENDPOINT_UNREACHABLE',
          data: { endpoint: each, reason: { kind: 'refused' } },
        })),
      },
    });
  });
});
