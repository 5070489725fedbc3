import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { put } from '../../../src-main/etcd/calls/kv';
import { WatchSession } from '../../../src-main/etcd/calls/watch';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { Keyspace } from '../../../src-main/keys/keyspace';
import { etcdSource } from '../../../src-main/keys/source/etcd-source';
import { MemberObserver } from '../../../src-main/members/observer';
import { startCluster, type TestCluster } from '../../support/etcd/etcd';
import { TcpProxy } from '../../support/tcp-proxy';
import { until } from '../../support/until';

const text = (value: string) => new TextEncoder().encode(value);
/** As connections to clusters elsewhere have them. */
const credentials = () => openCredentials({ user: null, tls: null, roundTripMs: 2000 });
const WITHIN = { deadlineMs: 60_000 };

describe.each([
  ['a round trip of 500 ms', { delayMs: 250, bytesPerSecond: 1_000_000 }],
  ['a round trip of 2 s and 10 kB a second', { delayMs: 1000, bytesPerSecond: 10_000 }],
])('over a link with %s', { timeout: 120_000 }, (_, slowness) => {
  let cluster: TestCluster;
  let proxy: TcpProxy;
  let client: EtcdClient;

  beforeAll(async () => {
    cluster = await startCluster({ size: 1 });
    proxy = await TcpProxy.open(cluster.nodes[0]?.clientPort ?? 0);
    proxy.slow(slowness);
    client = new EtcdClient({ endpoints: [proxy.url], credentials: credentials(), log: silentLog });
  });
  afterAll(async () => {
    client.dispose();
    await proxy.dispose();
    await cluster.dispose();
  });

  it('the first put works', async () => {
    await put(client, { key: text('/slow/one'), value: text('1') });
  });

  it('keys are listed, and follow what is put', async () => {
    const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
    try {
      await until('the keys are live', () => keyspace.status.value.phase.kind === 'live', WITHIN);
      await put(client, { key: text('/slow/two'), value: text('2') });
      await until('the second key is listed', () => keyspace.status.value.keys === 2, WITHIN);
      expect(keyspace.status.value.phase.kind).toBe('live');
    } finally {
      keyspace.dispose();
    }
  });

  it('a watch stays with its member while nothing happens, and gets what does', async () => {
    const states: string[] = [];
    const revisions: bigint[] = [];
    const watch = new WatchSession(
      client,
      { key: text('/slow/three') },
      {
        events: (events) => revisions.push(...events.map(({ kv }) => kv?.version ?? 0n)),
        gap: () => undefined,
        uncertain: () => undefined,
        wentBack: () => undefined,
      },
      silentLog,
    );
    watch.state.onChange(() => states.push(watch.state.value.kind));
    try {
      await until('the watch is open', () => watch.state.value.kind === 'open', WITHIN);
      await new Promise((resolve) => setTimeout(resolve, 8000));
      await put(client, { key: text('/slow/three'), value: text('3') });
      await until('the event has come', () => revisions.length === 1, WITHIN);
      expect(states).toEqual(['open']);
    } finally {
      watch.dispose();
    }
  });

  it('the member is shown as one that answers', async () => {
    const observer = new MemberObserver({
      intervalMs: () => 1000,
      log: silentLog,
      credentials: credentials(),
    });
    observer.setEndpoints([{ url: proxy.url, name: 'slow', running: true }]);
    try {
      await until('the member has answered', () => observer.state.value.rows[0]?.status !== null, WITHIN);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      expect(observer.state.value.rows[0]).toMatchObject({ failure: null });
    } finally {
      observer.dispose();
    }
  });
});
