import { afterEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../src-main/base/lifecycle';
import { silentLog } from '../../src-main/base/log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { compact, deleteRange, put } from '../../src-main/etcd/calls/kv';
import { WatchSession } from '../../src-main/etcd/calls/watch';
import { plainSecurity } from '../../src-main/etcd/tls/security';
import { UserTokens } from '../../src-main/etcd/links/token';
import { etcdSource } from '../../src-main/keys/source/etcd-source';
import { Keyspace } from '../../src-main/keys/keyspace';
import { prefixEnd } from '../../src-shared/bytes';
import { etcdFolders, startCluster } from '../support/etcd/etcd';
import { TcpProxy } from '../support/tcp-proxy';
import { until } from '../support/until';

const bytes = (text: string) => new TextEncoder().encode(text);
const prefix = (text: string) => ({ key: bytes(text), rangeEnd: prefixEnd(bytes(text)) });

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

function clientOf(endpoints: readonly string[], user?: string): EtcdClient {
  const credentials = user && { security: plainSecurity, tokens: new UserTokens(user, 'secret') };
  return store.add(new EtcdClient({ endpoints, log: silentLog, ...(credentials && { credentials }) }));
}

function open(client: EtcdClient): Keyspace {
  return store.add(new Keyspace(etcdSource(client, silentLog), silentLog));
}

const keysOf = ({ keys: { index } }: Keyspace) =>
  Array.from({ length: index.size }, (_, at) => Buffer.from(index.at(at)).toString());

function stateOf(keyspace: Keyspace, kind: string) {
  return until(
    () => `${kind}: ${JSON.stringify(keyspace.status.value)}`,
    () => keyspace.status.value.phase.kind === kind,
  );
}

describe.each(etcdFolders())('the live keys of etcd $version', ({ folder }) => {
  it('go on through the death of the leader, without a key missed', async () => {
    const cluster = await startCluster({ folder, size: 3 });
    store.add(cluster);
    const client = clientOf(cluster.endpoints);
    for (let n = 0; n < 20; n++) await put(client, { key: bytes(`k${n}`) });
    const keyspace = open(client);
    await stateOf(keyspace, 'live');
    const leaders = await Promise.all(
      cluster.nodes.map(async ({ clientUrl }) => {
        const answer = await cluster.etcdctl(['endpoint', 'status', '--write-out=json'], [clientUrl]);
        return /"leader":(\d+)/.exec(answer)?.[1] === /"member_id":(\d+)/.exec(answer)?.[1];
      }),
    );
    await cluster.nodes[leaders.indexOf(true)]?.kill();
    const others = clientOf(
      cluster.nodes.filter(({ pid }) => pid !== null).map(({ clientUrl }) => clientUrl),
    );
    await until('the others serve', async () => (await put(others, { key: bytes('after') })).header);
    await deleteRange(others, prefix('k1'));
    await until('all changes are seen', () => keyspace.keys.index.size === 10);
    expect(keysOf(keyspace)).toEqual(['after', 'k0', ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `k${n}`)]);
    expect(keyspace.status.value.relisted).toBeNull();
  });

  it('are not called live again by the check of a watch that has ended meanwhile', async () => {
    const cluster = store.add(await startCluster({ folder, size: 3 }));
    const client = clientOf([cluster.node('n1').clientUrl]);
    const listener = { events: () => undefined, gap: () => undefined, uncertain: () => undefined };
    const range = { key: bytes('a'), startRevision: 1n };
    const session = new WatchSession(client, range, { ...listener, wentBack: () => undefined }, silentLog);
    store.add(session);
    const states: string[] = [];
    store.add(session.state.onChange(() => states.push(session.state.value.kind)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all(['n2', 'n3'].map((name) => cluster.node(name).kill()));
    await until('it has lost its leader', () => states.includes('connecting'));
    // The reads of the check are given up after five seconds.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(states.slice(states.indexOf('connecting'))).not.toContain('open');
  });

  it('are listed anew when a compaction took events while nobody could be reached, and say so', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    store.add(cluster);
    const proxy = await TcpProxy.open(cluster.nodes[0]?.clientPort ?? 0);
    store.add(proxy);
    const direct = clientOf(cluster.endpoints);
    for (const key of ['a', 'b', 'c']) await put(direct, { key: bytes(key) });
    const keyspace = open(clientOf([proxy.url]));
    await stateOf(keyspace, 'live');
    const change = store.add(keyspace.changesOf(bytes('b')));
    proxy.cut();
    await stateOf(keyspace, 'resuming');
    await put(direct, { key: bytes('d') });
    const { header } = await deleteRange(direct, { key: bytes('b') });
    await compact(direct, { revision: header?.revision ?? 0n });
    expect(keysOf(keyspace)).toEqual(['a', 'b', 'c']);
    proxy.heal();
    await until('they are as they are', () => keysOf(keyspace).join() === 'a,c,d');
    await stateOf(keyspace, 'live');
    expect(keyspace.status.value.relisted).toMatchObject({
      kind: 'compacted',
      compactRevision: String(header?.revision),
    });
    expect(change.value?.kind).toBe('unknown');
  });

  it('are those that the roles of the user grant, and the state says which', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    store.add(cluster);
    const etcdctl = (...args: string[]) => cluster.etcdctl(args);
    for (const key of ['app/1', 'app/2', 'secret', 'sys/1']) await etcdctl('put', key, 'v');
    await etcdctl('role', 'add', 'reader');
    await etcdctl('role', 'grant-permission', 'reader', 'read', '--prefix=true', 'app/');
    await etcdctl('role', 'grant-permission', 'reader', 'write', 'secret');
    await etcdctl('role', 'add', 'one');
    await etcdctl('role', 'grant-permission', 'one', 'readwrite', 'sys/1');
    for (const user of ['root', 'ann']) await etcdctl('user', 'add', `${user}:secret`);
    await etcdctl('user', 'grant-role', 'root', 'root').catch(() => '');
    for (const role of ['reader', 'one']) await etcdctl('user', 'grant-role', 'ann', role);
    await etcdctl('auth', 'enable');
    const root = clientOf(cluster.endpoints, 'root');
    const keyspace = open(clientOf(cluster.endpoints, 'ann'));
    await stateOf(keyspace, 'live');
    expect(keysOf(keyspace)).toEqual(['app/1', 'app/2', 'sys/1']);
    const sys = { key: bytes('sys/1'), rangeEnd: new Uint8Array() };
    expect(keyspace.status.value.scope).toEqual({
      kind: 'granted',
      user: 'ann',
      ranges: [prefix('app/'), sys],
    });
    await put(root, { key: bytes('app/3') });
    await put(root, { key: bytes('secret/2') });
    await deleteRange(root, { key: bytes('sys/1') });
    await until('the changes are seen', () => keysOf(keyspace).join() === 'app/1,app/2,app/3');
    const everything = open(root);
    await stateOf(everything, 'live');
    expect(everything.status.value).toMatchObject({ scope: { kind: 'all' }, keys: 5 });
  });

  it('are refused to a user without any role, once and for all until asked again', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    store.add(cluster);
    const etcdctl = (...args: string[]) => cluster.etcdctl(args);
    for (const user of ['root', 'ben']) await etcdctl('user', 'add', `${user}:secret`);
    await etcdctl('user', 'grant-role', 'root', 'root').catch(() => '');
    await etcdctl('auth', 'enable');
    const keyspace = open(clientOf(cluster.endpoints, 'ben'));
    await stateOf(keyspace, 'failed');
    const failure = { code: 'PERMISSION_DENIED', data: { user: 'ben' } };
    expect(keyspace.status.value.phase).toMatchObject({ final: true, failure });
    await cluster.etcdctl(['--user=root:secret', 'user', 'grant-role', 'ben', 'root']);
    keyspace.reload();
    await stateOf(keyspace, 'live');
  });
});
