import { cpSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../src-main/base/lifecycle';
import { silentLog } from '../../../src-main/base/log';
import { compact, deleteRange, getKey, put } from '../../../src-main/etcd/calls/kv';
import { losesDeletions } from '../../../src-main/etcd/calls/watch-start';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { Keyspace } from '../../../src-main/keys/keyspace';
import { etcdSource } from '../../../src-main/keys/source/etcd-source';
import { LoggedWatch } from '../../../src-main/watch/logged-watch';
import { sessionSource } from '../../../src-main/watch/session-feed';
import { type ClusterOptions, etcdFolders, startCluster } from '../../support/etcd/etcd';
import { TcpProxy } from '../../support/tcp-proxy';
import { until } from '../../support/until';

const bytes = (text: string) => new TextEncoder().encode(text);

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

const clientOf = (endpoints: readonly string[]) => store.add(new EtcdClient({ endpoints, log: silentLog }));
const keysOf = (client: EtcdClient) => store.add(new Keyspace(etcdSource(client, silentLog), silentLog));
const textsOf = ({ keys: { index } }: Keyspace) =>
  Array.from({ length: index.size }, (_, at) => Buffer.from(index.at(at)).toString());

async function start(options: ClusterOptions) {
  const cluster = store.add(await startCluster(options));
  const [node] = cluster.nodes;
  if (!node) throw new Error('A cluster without a node');
  return { cluster, node };
}

async function logOf(client: EtcdClient, from: bigint) {
  const { open } = sessionSource(client, silentLog);
  const range = { kind: 'all' } as const;
  const watch = store.add(new LoggedWatch({ id: 'w', range, from, open, changed: () => undefined }));
  expect(await watch.taken).toBeNull();
  const rows = () =>
    Array.from({ length: watch.log.end - watch.log.first }, (_, at) => watch.log.entry(watch.log.first + at));
  const markers = () => rows().flatMap((entry) => entry?.marker ?? []);
  const keys = () =>
    rows().flatMap((entry) =>
      entry && !entry.marker ? [Buffer.from(entry.chunk.key(entry.index)).toString()] : [],
    );
  return { watch, markers, keys };
}

describe.each(etcdFolders())('behind one connection, of etcd $version,', ({ folder, version }) => {
  /** The IDs of an etcd that was started without flags. */
  const twin = [
    '--name=default',
    '--initial-cluster=default=http://localhost:2380',
    '--initial-advertise-peer-urls=http://localhost:2380',
  ];

  it.each([
    ['two that have the same IDs', twin],
    ['two that have IDs of their own', []],
  ])(
    'different clusters, %s, are told apart, and nothing is written until one is chosen',
    async (_, flags) => {
      const [some, other] = [
        await start({ folder, size: 1, flags }),
        await start({ folder, size: 1, flags }),
      ];
      for (let n = 0; n < 4; n++)
        await put(clientOf([other.node.clientUrl]), { key: bytes(`o${n}`), value: bytes('') });
      const endpoints = [some.node.clientUrl, other.node.clientUrl];
      const client = clientOf(endpoints);
      await expect(put(client, { key: bytes('k'), value: bytes('v') })).rejects.toMatchObject({
        code: 'DIFFERENT_CLUSTERS',
        data: { clusters: endpoints.map((endpoint) => ({ endpoints: [endpoint] })) },
      });
      const keyspace = keysOf(client);
      await until('the keys say so', () => keyspace.status.value.phase.kind === 'failed');
      expect(keyspace.status.value.phase).toMatchObject({
        final: true,
        failure: { code: 'DIFFERENT_CLUSTERS' },
      });
      for (const { node } of [some, other])
        expect(await getKey(clientOf([node.clientUrl]), bytes('k'))).toBeNull();
      client.reconnect({ endpoints: [other.node.clientUrl] });
      await until('the keys are those of the chosen one', () => textsOf(keyspace).join() === 'o0,o1,o2,o3');
      await put(client, { key: bytes('k'), value: bytes('v') });
    },
  );

  it('a watch ends when its endpoints turn out to be different clusters, and goes on in the chosen one', async () => {
    const [some, other] = [await start({ folder, size: 1 }), await start({ folder, size: 1 })];
    const proxy = store.add(await TcpProxy.open(other.node.clientPort));
    proxy.cut();
    const client = clientOf([some.node.clientUrl, proxy.url]);
    const { watch } = await logOf(client, 1n);
    proxy.heal();
    await until('it says so', async () => {
      await client.check();
      return watch.info.phase.kind === 'failed';
    });
    expect(watch.info.phase).toMatchObject({ failure: { code: 'DIFFERENT_CLUSTERS' } });
    client.reconnect({ endpoints: [some.node.clientUrl] });
    await until('it goes on', () => watch.info.phase.kind === 'live');
  });

  it('two addresses of one member are one cluster', async () => {
    const { node } = await start({ folder, size: 1 });
    const proxy = store.add(await TcpProxy.open(node.clientPort));
    const client = clientOf([node.clientUrl, proxy.url]);
    for (let n = 0; n < 20; n++) await put(client, { key: bytes(`k${n}`), value: bytes('') });
    await node.kill();
    node.start();
    await node.healthy();
    await client.check();
    for (let n = 0; n < 20; n++) await put(client, { key: bytes(`k${n}`), value: bytes('') });
    expect(client.lineage.clusters.value).toBeNull();
  });

  it('a history that went back is noticed: keys are listed anew, and a watch says what it cannot know', async () => {
    const { cluster, node } = await start({ folder, size: 1 });
    const client = clientOf(cluster.endpoints);
    for (let n = 0; n < 20; n++) await put(client, { key: bytes(`old${n}`), value: bytes('') });
    await node.kill('SIGTERM');
    cpSync(node.dataFolder, `${node.dataFolder}.copy`, { recursive: true });
    node.start();
    await node.healthy();
    for (let n = 0; n < 20; n++) await put(client, { key: bytes(`new${n}`), value: bytes('') });
    const keyspace = keysOf(client);
    await until('the keys are live', () => keyspace.status.value.phase.kind === 'live');
    expect(keyspace.keys.index.size).toBe(40);
    const draft = store.add(keyspace.changesOf(bytes('old1')));
    const { watch, markers, keys } = await logOf(client, 42n);

    await node.kill();
    rmSync(node.dataFolder, { recursive: true });
    cpSync(`${node.dataFolder}.copy`, node.dataFolder, { recursive: true });
    node.start();
    await node.healthy();
    await until('the keys are those of the copy', () => keyspace.keys.index.size === 20);
    await until('the keys are live again', () => keyspace.status.value.phase.kind === 'live');
    expect(keyspace.status.value).toMatchObject({
      revision: '21',
      relisted: { kind: 'other-history', from: '41', to: '21' },
    });
    expect(draft.value).toEqual({ kind: 'unknown', revision: '21' });
    await until('the watch says so', () => markers().some(({ kind }) => kind === 'other-history'));
    await until('the watch is live', () => watch.info.phase.kind === 'live');

    await put(client, { key: bytes('after'), value: bytes('') });
    await until('the watch shows what comes', () => keys().includes('after'));
    expect(markers()).toContainEqual({ kind: 'other-history', last: '41', revision: '21' });
    expect(markers()).not.toContainEqual(expect.objectContaining({ kind: 'resumed', complete: true }));
    await until('the keys, too', () => textsOf(keyspace).includes('after'));
  });

  it('a deletion at the very revision of a compaction is not missed in silence', async () => {
    const { cluster, node } = await start({ folder, size: 1 });
    const proxy = store.add(await TcpProxy.open(node.clientPort));
    const direct = clientOf(cluster.endpoints);
    for (const key of ['a', 'b']) await put(direct, { key: bytes(key), value: bytes('') });
    const client = clientOf([proxy.url]);
    const keyspace = keysOf(client);
    await until('the keys are live', () => keyspace.status.value.phase.kind === 'live');
    const { watch, markers, keys } = await logOf(client, 4n);
    proxy.cut();
    await until('the watch is lost', () => watch.info.phase.kind === 'resuming');
    const { header } = await deleteRange(direct, { key: bytes('a') });
    await compact(direct, { revision: header?.revision ?? 0n });
    expect(header?.revision).toBe(4n);
    proxy.heal();
    await until('the watch is back', () => watch.info.phase.kind === 'live');
    await until('the keys are right', () => textsOf(keyspace).join() === 'b');
    if (losesDeletions(version)) {
      expect(markers()).toContainEqual({ kind: 'uncertain', revision: '4' });
      expect(markers()).not.toContainEqual(expect.objectContaining({ kind: 'resumed', complete: true }));
    } else {
      await until('the deletion came', () => keys().includes('a'));
    }
  });
});
