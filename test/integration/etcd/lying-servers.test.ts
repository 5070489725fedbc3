import { afterEach, describe, expect, it } from 'vitest';
import { type DescMethod, fromBinary } from '@bufbuild/protobuf';
import { silentLog } from '../../../src-main/base/log';
import { Auth } from '../../../src-main/etcd/gen/auth_pb';
import { Cluster } from '../../../src-main/etcd/gen/cluster_pb';
import { KV, RangeResponseSchema } from '../../../src-main/etcd/gen/kv_pb';
import { Maintenance } from '../../../src-main/etcd/gen/maintenance_pb';
import { Lease } from '../../../src-main/etcd/gen/lease_pb';
import { Watch, WatchRequestSchema, WatchResponseSchema } from '../../../src-main/etcd/gen/watch_pb';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { put } from '../../../src-main/etcd/calls/kv';
import { WatchSession, type WatchGap } from '../../../src-main/etcd/calls/watch';
import { LeaseBook } from '../../../src-main/leases/lease-book';
import { leaseSource } from '../../../src-main/leases/source';
import { MemberObserver } from '../../../src-main/members/observer';
import { Keyspace } from '../../../src-main/keys/keyspace';
import { etcdSource } from '../../../src-main/keys/source/etcd-source';
import { bomb, encoded, type Lie, LyingServer, type Reply } from '../../support/etcd/lying-server';
import { until } from '../../support/until';

const text = (value: string) => new TextEncoder().encode(value);

describe('a server that lies', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function connect(...lies: (readonly [DescMethod, Lie])[]) {
    const server = await LyingServer.start(lies);
    ends.push(() => server.stop());
    const client = new EtcdClient({ endpoints: [server.endpoint], log: silentLog });
    ends.push(() => client.dispose());
    return { server, client };
  }

  async function keysFail(client: EtcdClient) {
    const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
    ends.push(() => keyspace.dispose());
    const phase = () => keyspace.status.value.phase;
    await until('the keys have failed', () => phase().kind === 'failed', { deadlineMs: 15_000 });
    return phase();
  }

  const answering =
    (bytes: Uint8Array): Lie =>
    (reply) => {
      reply.send(bytes);
      reply.end();
    };

  it('with a number that never ends is said to send what cannot be read', async () => {
    const endless = Uint8Array.from([0x10, ...Array<number>(160).fill(0x80)]);
    const { server, client } = await connect([KV.method.range, answering(endless)]);
    expect(await keysFail(client)).toMatchObject({
      failure: {
        code: 'ANSWER_UNREADABLE',
        data: { endpoint: server.endpoint, action: 'Range', reason: { kind: 'number-too-long' } },
      },
    });
  });

  it('with keys out of order is said to, as far as they were read', async () => {
    const kvs = ['a', 'c', 'b'].map((key) => ({ key: text(key) }));
    const { server, client } = await connect([
      KV.method.range,
      answering(encoded(RangeResponseSchema, { kvs, count: 3n })),
    ]);
    expect(await keysFail(client)).toMatchObject({
      failure: {
        code: 'ANSWER_UNREADABLE',
        data: { endpoint: server.endpoint, reason: { kind: 'order' } },
      },
    });
  });

  it('with more keys for ever is not believed', async () => {
    const more = encoded(RangeResponseSchema, { kvs: [{ key: text('a') }], more: true, count: 2n });
    const { server, client } = await connect([KV.method.range, answering(more)]);
    expect(await keysFail(client)).toMatchObject({ failure: { code: 'ANSWER_UNREADABLE' } });
    expect(server.calls.get('Range')).toBeLessThanOrEqual(2);
  });

  it('with 1 GiB in an answer of 1 MB costs no more than the limit, and it says so', async () => {
    const packed = bomb(1024);
    const { server, client } = await connect([
      KV.method.range,
      (reply) => {
        reply.sendGzip(packed);
        reply.end();
      },
    ]);
    expect(packed.length).toBeLessThan(2_000_000);
    expect(await keysFail(client)).toMatchObject({
      failure: {
        code: 'ANSWER_TOO_LARGE',
        data: { endpoint: server.endpoint, action: 'Range', limitMib: 256 },
      },
    });
  });

  it('with a user of 100,000 roles is not asked for each of them', async () => {
    const roles = Array.from({ length: 100_000 }, (_, at) => `role-${at}`);
    const server = await LyingServer.start([
      [Auth.method.authenticate, answering(encoded(Auth.method.authenticate.output, { token: 'a.1' }))],
      [Auth.method.userGet, answering(encoded(Auth.method.userGet.output, { roles }))],
      [KV.method.range, (reply) => reply.end({ code: 7, message: 'etcdserver: permission denied' })],
    ]);
    ends.push(() => server.stop());
    const credentials = openCredentials({ user: { name: 'ann', password: 'secret' }, tls: null });
    const client = new EtcdClient({ endpoints: [server.endpoint], credentials, log: silentLog });
    ends.push(() => client.dispose());
    expect(await keysFail(client)).toMatchObject({
      final: true,
      failure: {
        code: 'TOO_MANY_GRANTS',
        data: { user: 'ann', of: 'roles', count: 100_000, limit: 1000 },
      },
    });
    expect(server.calls.get('RoleGet')).toBe(undefined);
  });

  it('with a million leases has 100,000 of them tracked, and all counted', { timeout: 60_000 }, async () => {
    const leases = Array.from({ length: 1_000_000 }, (_, at) => ({ ID: BigInt(at + 1) }));
    const { output } = Lease.method.leaseLeases;
    const { server, client } = await connect(
      [Lease.method.leaseLeases, answering(encoded(output, { leases }))],
      [
        Lease.method.leaseTimeToLive,
        answering(encoded(Lease.method.leaseTimeToLive.output, { TTL: 500n, grantedTTL: 600n })),
      ],
    );
    const book = new LeaseBook({ source: leaseSource(() => client), clock: () => performance.now() });
    ends.push(() => book.dispose());
    await until('the leases are listed', () => book.phase.value.kind === 'live', { deadlineMs: 30_000 });
    expect([book.total, book.leases.size]).toEqual([1_000_000, 100_000]);
    expect(server.calls.get('LeaseTimeToLive') ?? 0).toBeLessThan(100_000);
  });

  it('with an unreadable answer to a write leaves its outcome unknown', async () => {
    const { client } = await connect([KV.method.put, answering(Uint8Array.of(0x0a, 0x7f))]);
    await expect(put(client, { key: text('a'), value: text('b') })).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      data: { because: [{ code: 'ANSWER_UNREADABLE' }] },
    });
  });

  it.each([
    ['compacts whatever is asked for', (start: bigint) => start + 1n],
    ['cancels a watch with the revision that it began at', (start: bigint) => start],
  ])('that %s is asked less and less often', async (_, compactRevision) => {
    let start = 10n;
    const { server, client } = await connect([
      Watch.method.watch,
      (reply) => {
        start = compactRevision(start);
        const header = { revision: 100n };
        reply.send(encoded(WatchResponseSchema, { header, created: true }));
        reply.send(encoded(WatchResponseSchema, { header, canceled: true, compactRevision: start }));
      },
    ]);
    const gaps: WatchGap[] = [];
    const events = () => undefined;
    const watch = new WatchSession(
      client,
      { key: text('a'), startRevision: 10n },
      { events, gap: (gap) => gaps.push(gap), uncertain: () => undefined, wentBack: () => undefined },
      silentLog,
    );
    ends.push(() => watch.dispose());
    await new Promise((resolve) => setTimeout(resolve, 3000));
    // 0, 50, 150, 350, 750 and 1,550 ms after the first, then once a second.
    expect(server.calls.get('Watch')).toBeGreaterThan(3);
    expect(server.calls.get('Watch')).toBeLessThanOrEqual(8);
    for (const { lostFrom, lostTo } of gaps) expect(lostTo).toBeGreaterThanOrEqual(lostFrom);
  });

  it('that never has a leader keeps nobody waiting for a minute', { timeout: 20_000 }, async () => {
    const { client } = await connect([
      Maintenance.method.status,
      (reply) => reply.end({ code: 14, message: 'etcdserver: no leader' }),
    ]);
    expect(await keysFail(client)).toMatchObject({ failure: { code: 'NO_LEADER' } });
  });

  const watchOf = (
    client: EtcdClient,
    startRevision: bigint,
    gap: (gap: WatchGap) => void = () => undefined,
  ) => {
    const listener = {
      events: () => undefined,
      gap,
      uncertain: () => undefined,
      wentBack: () => undefined,
    };
    const watch = new WatchSession(client, { key: text('a'), startRevision }, listener, silentLog);
    ends.push(() => watch.dispose());
    return watch;
  };

  it('with a watch that brings nothing is not said to be live for long', async () => {
    const header = { revision: 100n, clusterId: 1n, memberId: 1n };
    let stream: Reply | null = null;
    const { client } = await connect(
      [
        Maintenance.method.status,
        answering(encoded(Maintenance.method.status.output, { header, leader: 1n })),
      ],
      [
        Watch.method.watch,
        (reply) => {
          stream = reply;
          reply.send(encoded(WatchResponseSchema, { header, created: true }));
        },
      ],
    );
    const watch = watchOf(client, 50n);
    await until('it says that it is behind', () => {
      const state = watch.state.value;
      return state.kind === 'open' && state.behind === 100n;
    });
    const send = (of: Reply | null) => of?.send(encoded(WatchResponseSchema, { header }));
    send(stream);
    await until('it is live', () => {
      const state = watch.state.value;
      return state.kind === 'open' && state.behind === null;
    });
  });

  it('with a revision too large to take as a whole is asked for it in parts', async () => {
    const asked: boolean[] = [];
    const { client } = await connect([
      Watch.method.watch,
      (reply, request) => {
        const { requestUnion } = fromBinary(WatchRequestSchema, request);
        if (requestUnion.case === 'createRequest') asked.push(requestUnion.value.fragment);
        if (asked.length === 1) reply.sendGzip(bomb(260));
      },
    ]);
    watchOf(client, 6n);
    await until('it is asked again', () => asked.length === 2);
    expect(asked).toEqual([false, true]);
  });

  it('that is a learner keeps nobody waiting', async () => {
    const refused: Lie = (reply) =>
      reply.end({ code: 14, message: 'etcdserver: rpc not supported for learner' });
    const { client, server } = await connect([KV.method.range, refused], [KV.method.put, refused]);
    expect(await keysFail(client)).toMatchObject({
      final: false,
      failure: { code: 'LEARNER', data: { endpoint: server.endpoint } },
    });
    await expect(put(client, { key: text('k'), value: text('v') })).rejects.toMatchObject({
      code: 'LEARNER',
    });
  });

  it('that sends every connection away is not dialled in a loop', async () => {
    const server = await LyingServer.start([], (session) => {
      setTimeout(() => session.goaway(0, 0), 5);
    });
    ends.push(() => server.stop());
    const client = new EtcdClient({ endpoints: [server.endpoint], log: silentLog });
    ends.push(() => client.dispose());
    const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
    ends.push(() => keyspace.dispose());
    await new Promise((resolve) => setTimeout(resolve, 3000));
    // Dialled in a loop it would be about 300.
    expect(server.connections).toBeGreaterThan(3);
    expect(server.connections).toBeLessThan(25);
  });

  it('with endless texts and lists in its status has the windows told the beginning of each', async () => {
    const endless = 'é'.repeat(1_000_000);
    const header = { memberId: 1n, clusterId: 1n, revision: 5n };
    const errors = [endless, ...Array<string>(100_000).fill('memberID:1 alarm:NOSPACE ')];
    const texts = { version: `3.6.${endless}`, storageVersion: endless, errors };
    const downgradeInfo = { enabled: true, targetVersion: endless };
    const { output } = Maintenance.method.status;
    const members = Array.from({ length: 50_000 }, (_, at) => ({
      ID: BigInt(at + 1),
      name: at === 0 ? endless : 'n',
    }));
    const { server } = await connect(
      [
        Maintenance.method.status,
        answering(encoded(output, { header, leader: 1n, raftTerm: 2n, ...texts, downgradeInfo })),
      ],
      [Cluster.method.memberList, answering(encoded(Cluster.method.memberList.output, { members }))],
    );
    const observer = new MemberObserver({ intervalMs: () => 1000, log: silentLog });
    ends.push(() => observer.dispose());
    observer.setEndpoints([{ url: server.endpoint, name: 'n1', running: true }]);
    await until('it has its name', () => observer.state.value.leader?.name.startsWith('éé') === true);
    const { rows } = observer.state.value;
    expect(rows[0]?.name).toMatch(/^é+…$/);
    expect(rows[0]?.status?.version).toMatch(/^3\.6\.é+…$/);
    expect(rows[0]?.status?.errors).toContain('memberID:1 alarm:NOSPACE ');
    expect(JSON.stringify(observer.state.value).length).toBeLessThan(20_000);
  });

  it('that cancels a watch with an endless reason has the beginning of it told', async () => {
    const { client } = await connect([
      Watch.method.watch,
      (reply) => {
        const cancelReason = 'x'.repeat(1_000_000);
        reply.send(encoded(WatchResponseSchema, { created: true, canceled: true, cancelReason }));
      },
    ]);
    const watch = watchOf(client, 6n);
    const failure = () => (watch.state.value.kind === 'connecting' ? watch.state.value.failure : null);
    await until('the watch has failed', () => failure() !== null);
    expect(failure()).toMatchObject({ code: 'ETCD_ERROR', data: { message: `${'x'.repeat(500)}…` } });
    expect(JSON.stringify(failure()).length).toBeLessThan(2000);
  });

  const max = 2n ** 63n - 1n;
  const response = (revision: bigint, ...revisions: readonly bigint[]) =>
    encoded(WatchResponseSchema, {
      header: { revision },
      events: revisions.map((modRevision) => ({ kv: { key: text('a'), modRevision } })),
    });

  it.each<readonly [string, ...Uint8Array[]]>([
    [
      'a compaction above all that it has',
      encoded(WatchResponseSchema, { canceled: true, compactRevision: max }),
    ],
    ['an event above all that it has', response(5n, 1000n)],
    ['events that go back', response(9n, 8n, 7n)],
    ['events that go back from one response to the next', response(1000n, 1000n), response(1000n, 7n)],
    ['an event below the first revision', response(5n, -1n)],
    ['a revision below zero', response(-1n)],
  ])('whose watch tells of %s is said to send what cannot be read', async (...[, ...lies]) => {
    const header = { revision: 5n };
    const { client, server } = await connect([
      Watch.method.watch,
      (reply) => {
        reply.send(encoded(WatchResponseSchema, { header, created: true }));
        for (const lie of lies) if (typeof lie !== 'string') reply.send(lie);
      },
    ]);
    const gaps: WatchGap[] = [];
    const watch = watchOf(client, 6n, (gap) => gaps.push(gap));
    const failure = () => (watch.state.value.kind === 'connecting' ? watch.state.value.failure : null);
    await until('the watch has failed', () => failure() !== null);
    expect(failure()).toEqual({
      code: 'ANSWER_UNREADABLE',
      data: { endpoint: server.endpoint, action: 'Watch', reason: { kind: 'revision' } },
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(server.calls.get('Watch')).toBeLessThanOrEqual(7);
    expect(gaps).toEqual([]);
    expect(watch.revision).toBeLessThanOrEqual(1000n);
  });

  it('that compacts after each listing is listed less and less often', async () => {
    let revision = 5n;
    const { client, server } = await connect(
      [
        KV.method.range,
        (reply, request) => answering(encoded(RangeResponseSchema, { header: { revision } }))(reply, request),
      ],
      [
        Watch.method.watch,
        (reply) => {
          revision += 10n;
          const header = { revision };
          reply.send(encoded(WatchResponseSchema, { header, created: true }));
          reply.send(encoded(WatchResponseSchema, { canceled: true, compactRevision: revision }));
        },
      ],
    );
    const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
    ends.push(() => keyspace.dispose());
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(server.calls.get('Range')).toBeGreaterThan(3);
    expect(server.calls.get('Range')).toBeLessThanOrEqual(20);
  });

  it('that ends each connection at once is not dialled all the time', { timeout: 20_000 }, async () => {
    const server = await LyingServer.start([], (session) => session.goaway());
    ends.push(() => server.stop());
    const observer = new MemberObserver({ intervalMs: () => 1000, log: silentLog });
    ends.push(() => observer.dispose());
    observer.setEndpoints([{ url: server.endpoint, running: true, name: 'n1' }]);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(server.connections).toBeGreaterThan(2);
    // Twice at once, then after 50, 100, 200, 400 and 800 ms, then once a second.
    expect(server.connections).toBeLessThanOrEqual(12);
    observer.dispose();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const after = server.connections;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(server.connections).toBe(after);
  });
});
