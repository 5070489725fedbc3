import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../src-main/base/lifecycle';
import { silentLog } from '../../../src-main/base/log';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import type { Event } from '../../../src-main/etcd/gen/mvcc_pb';
import { Event_EventType } from '../../../src-main/etcd/gen/mvcc_pb';
import { compact, deleteRange, put, putOperation, txn } from '../../../src-main/etcd/calls/kv';
import { type WatchGap, type WatchRange, WatchSession } from '../../../src-main/etcd/calls/watch';
import type { WentBack } from '../../../src-main/etcd/links/lineage';
import type { TestCluster } from '../../support/etcd/etcd';
import { etcdFolders, startCluster } from '../../support/etcd/etcd';
import { TcpProxy } from '../../support/tcp-proxy';
import { until } from '../../support/until';

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

function clientOf(endpoints: readonly string[]): EtcdClient {
  return store.add(new EtcdClient({ endpoints, log: silentLog }));
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

function told({ type, kv, prevKv }: Event): string {
  const key = Buffer.from(kv?.key ?? []).toString();
  const value = Buffer.from(kv?.value ?? []).toString();
  const before = prevKv ? ` was ${Buffer.from(prevKv.value).toString()}` : '';
  return type === Event_EventType.DELETE ? `delete ${key}${before}` : `put ${key} ${value}${before}`;
}

/** A watch and everything it has delivered. */
function watchOf(client: EtcdClient, range: WatchRange) {
  const events: Event[] = [];
  const endpoints: string[] = [];
  const gaps: WatchGap[] = [];
  const histories: WentBack[] = [];
  const listener = {
    events: (batch: readonly Event[], endpoint: string) => {
      events.push(...batch);
      endpoints.push(endpoint);
    },
    gap: (gap: WatchGap) => void gaps.push(gap),
    uncertain: () => undefined,
    wentBack: (told: WentBack) => void histories.push(told),
  };
  const session = store.add(new WatchSession(client, range, listener, silentLog));
  const opened = () => until('the watch is open', () => session.state.value.kind === 'open');
  const revisions = () => events.map((event) => event.kv?.modRevision ?? 0n);
  return { session, events, endpoints, gaps, histories, opened, revisions };
}

const prefix = { key: bytes('/w/'), rangeEnd: bytes('/w0') };

describe.each(etcdFolders())('a watch of etcd $version', ({ folder }) => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
  });
  afterAll(() => cluster.dispose());

  it('tells puts and deletes of its range with what was there before', async () => {
    const client = clientOf(cluster.endpoints);
    const watch = watchOf(client, { ...prefix, prevKv: true });
    await watch.opened();
    await put(client, { key: bytes('/w/a'), value: bytes('1') });
    await put(client, { key: bytes('/other'), value: bytes('1') });
    await put(client, { key: bytes('/w/a'), value: bytes('2') });
    await deleteRange(client, prefix);
    await until('all are there', () => watch.events.length === 3);
    expect(watch.events.map(told)).toEqual(['put /w/a 1', 'put /w/a 2 was 1', 'delete /w/a was 2']);
  });

  it('begins at a revision of the past, and says when a compaction took some', async () => {
    const client = clientOf(cluster.endpoints);
    const revisions: bigint[] = [];
    for (const value of ['1', '2', '3', '4']) {
      const { header } = await put(client, { key: bytes('/w/h'), value: bytes(value) });
      revisions.push(header?.revision ?? 0n);
    }
    const [first = 0n, , third = 0n, fourth = 0n] = revisions;
    const early = watchOf(client, { ...prefix, startRevision: first });
    await until('all are there', () => early.events.length === 4);
    expect(early.revisions()).toEqual(revisions);
    await compact(client, { revision: third });
    const late = watchOf(client, { ...prefix, startRevision: first });
    await until('the rest is there', () => late.events.length === 2);
    expect(late.revisions()).toEqual([third, fourth]);
    expect(late.gaps).toEqual([{ compactRevision: third, lostFrom: first, lostTo: third - 1n }]);
    expect(early.gaps).toEqual([]);
  });

  it('takes a transaction that is far larger than a message, whole and once', async () => {
    const client = clientOf(cluster.endpoints);
    const value = new Uint8Array(12_000);
    const keys = Array.from({ length: 120 }, (_, index) => bytes(`/w/big/${index}`));
    await txn(client, { success: keys.map((key) => putOperation({ key, value })) });
    const watch = watchOf(client, { ...prefix, prevKv: true });
    await watch.opened();
    // Each event includes the previous value, too: more than twice what a client receives at once.
    for (let round = 0; round < 3; round++) {
      await txn(client, { success: keys.map((key) => putOperation({ key, value })) });
    }
    await until('all are there', () => watch.events.length >= 360);
    expect(new Set(watch.revisions()).size).toBe(3);
    expect(watch.events).toHaveLength(360);
    await deleteRange(client, { key: bytes('/w/big'), rangeEnd: bytes('/w/bih') });
  });

  it('waits for a revision that is to come', async () => {
    const client = clientOf(cluster.endpoints);
    const { header } = await put(client, { key: bytes('/w/f'), value: bytes('1') });
    const watch = watchOf(client, { ...prefix, startRevision: (header?.revision ?? 0n) + 2n });
    await watch.opened();
    await put(client, { key: bytes('/w/f'), value: bytes('2') });
    await put(client, { key: bytes('/w/f'), value: bytes('3') });
    await until('it is there', () => watch.events.length > 0);
    expect(watch.events.map(told)).toEqual(['put /w/f 3']);
  });

  it('goes on where it was after a broken connection, and tells what a compaction took meanwhile', async () => {
    const direct = clientOf(cluster.endpoints);
    const proxy = await TcpProxy.open(cluster.nodes[0]?.clientPort ?? 0);
    store.defer(() => proxy.dispose());
    const watch = watchOf(clientOf([proxy.url]), prefix);
    await watch.opened();
    const write = async (value: string) =>
      (await put(direct, { key: bytes('/w/c'), value: bytes(value) })).header?.revision ?? 0n;
    const seen = await write('1');
    await until('it is seen', () => watch.events.length === 1);
    proxy.cut();
    const missed = await write('2');
    await until('the watch is lost', () => watch.session.state.value.kind === 'connecting');
    proxy.heal();
    await until('it catches up', () => watch.events.length === 2);
    proxy.cut();
    const lost = await write('3');
    const last = await write('4');
    await compact(direct, { revision: last });
    proxy.heal();
    await until('the rest is there', () => watch.events.length === 3);
    expect(watch.revisions()).toEqual([seen, missed, last]);
    expect(watch.gaps).toEqual([{ compactRevision: last, lostFrom: lost, lostTo: last - 1n }]);
  });

  it('does not take a compaction for a loss when nothing of its range was in it', async () => {
    const direct = clientOf(cluster.endpoints);
    const proxy = await TcpProxy.open(cluster.nodes[0]?.clientPort ?? 0);
    store.defer(() => proxy.dispose());
    const watch = watchOf(clientOf([proxy.url]), { key: bytes('/quiet') });
    await watch.opened();
    let last = 0n;
    for (let index = 0; index < 5; index++) {
      last = (await put(direct, { key: bytes('/busy'), value: bytes('x') })).header?.revision ?? 0n;
    }
    await until('it knows that it has missed nothing', () => (watch.session.revision ?? 0n) >= last);
    proxy.cut();
    await compact(direct, { revision: last });
    await put(direct, { key: bytes('/quiet'), value: bytes('1') });
    proxy.heal();
    await until('it is there', () => watch.events.length === 1);
    expect(watch.gaps).toEqual([]);
  });
});

describe('a watch of three nodes', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ size: 3 });
  });
  afterAll(() => cluster.dispose());

  /** Writes continuously, and records what was certainly written: each key once. */
  function writer(client: EtcdClient) {
    const written: bigint[] = [];
    let stopped = false;
    const run = async () => {
      for (let index = 0; !stopped; index++) {
        const request = { key: bytes(`/w/k${index}`), value: bytes(String(index)) };
        const answer = await put(client, request).catch(() => null);
        if (answer?.header) written.push(answer.header.revision);
      }
    };
    const running = run();
    const stop = () => {
      stopped = true;
      return running;
    };
    return { written, stop };
  }

  async function outlives(hit: (index: number) => Promise<void> | void): Promise<void> {
    const all = clientOf(cluster.endpoints);
    await until('all are well', async () => (await all.check()).every(({ state }) => state === 'answers'));
    const first = (await put(all, { key: bytes('/w/start'), value: bytes('x') })).header?.revision ?? 0n;
    const watch = watchOf(clientOf(cluster.endpoints), { ...prefix, startRevision: first + 1n });
    await watch.opened();
    const { written, stop } = writer(all);
    await until('some are written', () => written.length > 50);
    const at = cluster.nodes.findIndex((node) => node.clientUrl === watch.endpoints.at(-1));
    const before = written.length;
    await hit(at);
    await until('many more are written', () => written.length > before + 200, { deadlineMs: 40_000 });
    await stop();
    const last = written.at(-1) ?? 0n;
    await until('the watch has caught up', () => (watch.revisions().at(-1) ?? 0n) >= last);
    const seen = watch.revisions();
    expect(watch.gaps).toEqual([]);
    // Each revision is one put; none is missing or repeated. Puts of unknown outcome may be there, too.
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(a - b)));
    const known = new Set(seen);
    expect(written.filter((revision) => !known.has(revision))).toEqual([]);
  }

  async function leader(): Promise<number> {
    const table = await cluster.etcdctl(['endpoint', 'status', '-w', 'json']);
    const rows = JSON.parse(table) as {
      Endpoint: string;
      Status: { header: { member_id: number }; leader: number };
    }[];
    const found = rows.find(({ Status }) => Status.leader === Status.header.member_id);
    return cluster.nodes.findIndex((node) => node.clientUrl === found?.Endpoint);
  }

  it('misses nothing when its member, or the leader, is killed', async () => {
    await outlives(async (at) => {
      await cluster.nodes[at]?.kill();
      cluster.nodes[at]?.start();
      await cluster.healthy();
      const killed = await leader();
      await cluster.nodes[killed]?.kill();
      cluster.nodes[killed]?.start();
    });
    await cluster.healthy();
  });

  it('misses nothing when its member hangs', async () => {
    let hung = -1;
    await outlives((at) => {
      hung = at;
      cluster.nodes[at]?.pause();
    });
    cluster.nodes[hung]?.resume();
    await cluster.healthy();
  });

  it('notices by itself that its member hangs, also when nobody else calls', async () => {
    const client = clientOf(cluster.endpoints);
    const watch = watchOf(client, prefix);
    await watch.opened();
    const { value } = watch.session.state;
    const at = value.kind === 'open' ? cluster.endpoints.indexOf(value.endpoint) : -1;
    cluster.nodes[at]?.pause();
    const moved = await until('it is open elsewhere', () => {
      const now = watch.session.state.value;
      return now.kind === 'open' && now.endpoint !== cluster.endpoints[at] && now.endpoint;
    });
    cluster.nodes[at]?.resume();
    expect(cluster.endpoints).toContain(moved);
  });
});
