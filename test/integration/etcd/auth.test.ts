import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import type { Event } from '../../../src-main/etcd/gen/mvcc_pb';
import {
  ALL_KEYS,
  deleteRange,
  getKey,
  put,
  putOperation,
  range,
  txn,
} from '../../../src-main/etcd/calls/kv';
import { grantLease } from '../../../src-main/etcd/calls/lease';
import { systemTls } from '../../../src-main/etcd/tls/security';
import { type WatchRange, WatchSession } from '../../../src-main/etcd/calls/watch';
import { etcdSource } from '../../../src-main/keys/source/etcd-source';
import { Keyspace } from '../../../src-main/keys/keyspace';
import { EndpointTest } from '../../../src-main/connections/endpoint-test';
import { TestCa } from '../../support/etcd/certificates';
import { etcdFolders, startCluster, type TestCluster } from '../../support/etcd/etcd';
import { freePorts } from '../../support/ports';
import { until } from '../../support/until';

const open = new Set<{ dispose(): void }>();
afterEach(() => {
  for (const each of [...open].reverse()) each.dispose();
  open.clear();
});

function clientOf(endpoints: readonly string[], user: { name: string; password: string } | null): EtcdClient {
  const credentials = openCredentials({ user, tls: null });
  const client = new EtcdClient({ endpoints, credentials, log: silentLog });
  open.add(client);
  return client;
}

function watchOf(client: EtcdClient, watched: WatchRange) {
  const events: Event[] = [];
  const listener = {
    events: (batch: readonly Event[]) => void events.push(...batch),
    gap: () => undefined,
    uncertain: () => undefined,
    wentBack: () => undefined,
  };
  const logged: string[] = [];
  const log = {
    ...silentLog,
    info: (message: string, fields?: object) => void logged.push(JSON.stringify({ message, ...fields })),
  };
  const session = new WatchSession(client, watched, listener, log);
  open.add(session);
  return { session, events, logged };
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

/** Creates root, and alice, whose role can read and write the prefix /alice/. */
async function enableAuth(cluster: TestCluster): Promise<void> {
  const as = (...args: string[]) => cluster.etcdctl(args);
  await as('user', 'add', 'root:secret');
  await as('user', 'grant-role', 'root', 'root');
  await as('user', 'add', 'alice:wonder land');
  await as('role', 'add', 'alices');
  await as('role', 'grant-permission', 'alices', '--prefix=true', 'readwrite', '/alice/');
  await as('user', 'grant-role', 'alice', 'alices');
  await as('auth', 'enable');
}

const alice = { name: 'alice', password: 'wonder land' };
const root = { name: 'root', password: 'secret' };
const hers = { key: bytes('/alice/'), rangeEnd: bytes('/alice0') };

describe.each(etcdFolders())('etcd $version with users', ({ folder }) => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1, flags: ['--auth-token-ttl=2'] });
    await enableAuth(cluster);
  });
  afterAll(() => cluster.dispose());

  it('lets a user do what the role says, and nothing else', async () => {
    const client = clientOf(cluster.endpoints, alice);
    await put(client, { key: bytes('/alice/a'), value: bytes('1') });
    expect((await range(client, hers)).count).toBe(1n);
    const denied = (action: string, key: string | null) => ({
      code: 'PERMISSION_DENIED',
      data: { user: 'alice', action, key },
    });
    await expect(put(client, { key: bytes('/bob/a'), value: bytes('1') })).rejects.toMatchObject(
      denied('Put', '/bob/a'),
    );
    await expect(getKey(client, Uint8Array.of(0xff))).rejects.toMatchObject(denied('Range', '\\xff'));
    await expect(range(client, { key: ALL_KEYS, rangeEnd: ALL_KEYS })).rejects.toMatchObject(
      denied('Range', '[\\x00, \\x00)'),
    );
    await expect(deleteRange(client, { key: bytes('/a'), rangeEnd: bytes('/b') })).rejects.toMatchObject(
      denied('DeleteRange', '[/a, /b)'),
    );
    const success = [putOperation({ key: bytes('/bob/b'), value: bytes('1') })];
    await expect(txn(client, { success })).rejects.toMatchObject(denied('Txn', '/bob/b'));
    expect((await grantLease(client, { ttl: 5 })).ttl).toBe(5);
  });

  it('lets a user watch what the role says, and refuses the rest for good', async () => {
    const client = clientOf(cluster.endpoints, alice);
    const mine = watchOf(client, hers);
    await until('it is open', () => mine.session.state.value.kind === 'open');
    await put(client, { key: bytes('/alice/w'), value: bytes('1') });
    await until('the event is there', () => mine.events.length === 1);
    const all = watchOf(client, { key: ALL_KEYS, rangeEnd: ALL_KEYS });
    const failed = await until('it is refused', () => {
      const { value } = all.session.state;
      return value.kind === 'failed' && value.failure;
    });
    expect(failed).toMatchObject({
      code: 'PERMISSION_DENIED',
      data: { user: 'alice', key: '[\\x00, \\x00)' },
    });
    expect(all.logged.join()).toMatch(/a watch has ended.*etcdserver: permission denied/);
  });

  it.each([
    ['password', { name: 'alice', password: 'wrong' }],
    ['name', { name: 'nobody', password: 'wonder land' }],
  ])('refuses a wrong %s', async (_, user) => {
    const client = clientOf(cluster.endpoints, user);
    const refused = { code: 'AUTH_FAILED', data: { user: user.name } };
    await expect(getKey(client, bytes('/alice/a'))).rejects.toMatchObject(refused);
    await expect(put(client, { key: bytes('/alice/a'), value: bytes('x') })).rejects.toMatchObject(refused);
    const watch = watchOf(client, hers);
    await until('the watch is refused', () => watch.session.state.value.kind === 'failed');
    expect(watch.session.state.value).toMatchObject({ failure: refused });
  });

  it('wants a user', async () => {
    const client = clientOf(cluster.endpoints, null);
    await expect(getKey(client, bytes('/alice/a'))).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    const watch = watchOf(client, hers);
    await until('the watch is refused', () => watch.session.state.value.kind === 'failed');
    expect(client.health.value).toMatchObject([{ state: 'answers' }]);
  });

  it('lets a watch that it refused go on where it was, once the role or the password is mended', async () => {
    const root = '--user=root:secret';
    const asRoot = (...args: string[]) => cluster.etcdctl([root, ...args]);
    const restart = async () => {
      await cluster.nodes[0]?.kill('SIGTERM');
      cluster.nodes[0]?.start();
      await cluster.healthy();
    };
    const bob = (password: string) => openCredentials({ user: { name: 'bob', password }, tls: null });
    await asRoot('user', 'add', 'bob:first');
    await asRoot('user', 'grant-role', 'bob', 'alices');
    const { endpoints } = cluster;
    const client = new EtcdClient({ endpoints, credentials: bob('first'), log: silentLog });
    open.add(client);
    const watch = watchOf(client, hers);
    const is = (kind: string) => until(`it is ${kind}`, () => watch.session.state.value.kind === kind);
    const putAsRoot = (value: string) => asRoot('put', '/alice/mended', value);
    const seen = (...values: string[]) =>
      until(`${values.join()} are seen`, () => {
        expect(watch.events.map(({ kv }) => Buffer.from(kv?.value ?? []).toString())).toEqual(values);
        return true;
      });
    await is('open');
    await putAsRoot('1');
    await seen('1');

    await asRoot('user', 'revoke-role', 'bob', 'alices');
    await restart();
    await is('failed');
    await putAsRoot('2');
    await asRoot('user', 'grant-role', 'bob', 'alices');
    await seen('1', '2');

    await cluster.etcdctl([root, 'user', 'delete', 'bob']);
    await asRoot('user', 'add', 'bob:second');
    await asRoot('user', 'grant-role', 'bob', 'alices');
    await restart();
    await is('failed');
    await putAsRoot('3');
    client.reconnect({ endpoints, credentials: bob('second') });
    await seen('1', '2', '3');
  });

  it('goes on when the token has run out, or users and roles were changed', async () => {
    const client = clientOf(cluster.endpoints, alice);
    const watch = watchOf(client, hers);
    await until('it is open', () => watch.session.state.value.kind === 'open');
    await put(client, { key: bytes('/alice/t'), value: bytes('1') });
    const asRoot = ['--user=root:secret'];
    await cluster.etcdctl([...asRoot, 'role', 'add', `r${Date.now()}`]);
    await put(client, { key: bytes('/alice/t'), value: bytes('2') });
    // A restart invalidates all simple tokens.
    await cluster.nodes[0]?.kill('SIGTERM');
    cluster.nodes[0]?.start();
    await cluster.healthy();
    await put(client, { key: bytes('/alice/t'), value: bytes('3') });
    expect((await range(client, hers)).count > 0n).toBe(true);
    await until('all events are there', () => watch.events.length === 3);
    // Longer than an unused token lives.
    const quietSince = Date.now();
    await until('the token has run out', () => Date.now() - quietSince > 4000);
    await put(client, { key: bytes('/alice/t'), value: bytes('4') });
    await until('the last event is there too', () => watch.events.length === 4);
  });

  it('is as open as ever to a user when it has no users', async () => {
    const asRoot = ['--user=root:secret'];
    await cluster.etcdctl([...asRoot, 'auth', 'disable']);
    const client = clientOf(cluster.endpoints, root);
    await put(client, { key: bytes('/any'), value: bytes('1') });
    await cluster.etcdctl(['auth', 'enable']);
    await put(client, { key: bytes('/any'), value: bytes('2') });
  });
});

it.each(etcdFolders())(
  'a certificate names the user of etcd $version, too, whose keys can be listed',
  async (etcd) => {
    const folder = await mkdtemp(join(tmpdir(), 'quorate-auth-'));
    const ca = new TestCa(folder);
    const server = ca.issue('server', { name: 'etcd', hosts: ['127.0.0.1'] });
    const [port = 0] = await freePorts(1);
    const cluster = await startCluster({
      folder: etcd.folder,
      size: 1,
      flags: ({ clientPort }) => [
        `--listen-client-urls=http://127.0.0.1:${clientPort},https://127.0.0.1:${port}`,
        `--cert-file=${server.certificate}`,
        `--key-file=${server.key}`,
        '--client-cert-auth=true',
        `--trusted-ca-file=${ca.file}`,
      ],
    });
    try {
      await enableAuth(cluster);
      const tls = { ...systemTls, ca: ca.file, ...ca.issue('alice', { name: 'alice' }) };
      const credentials = openCredentials({ user: null, tls });
      const client = new EtcdClient({
        endpoints: [`https://127.0.0.1:${port}`],
        credentials,
        log: silentLog,
      });
      open.add(client);
      await put(client, { key: bytes('/alice/c'), value: bytes('1') });
      await expect(getKey(client, bytes('/bob'))).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        data: { user: 'alice', key: '/bob' },
      });
      const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
      open.add(keyspace);
      await until('the keys of her role are there', () => keyspace.status.value.phase.kind === 'live');
      expect(keyspace.status.value).toMatchObject({ keys: 1, scope: { kind: 'granted', user: 'alice' } });

      // The name of a certificate that is no user's is named, and not taken for a missing permission.
      const endpoint = `https://127.0.0.1:${port}`;
      const stranger = openCredentials({
        user: null,
        tls: { ...tls, ...ca.issue('node1', { name: 'node1' }) },
      });
      const unknown = { code: 'CERTIFICATE_USER_UNKNOWN', data: { endpoint, user: 'node1' } };
      const other = new EtcdClient({ endpoints: [endpoint], credentials: stranger, log: silentLog });
      open.add(other);
      await expect(getKey(other, bytes('/bob'))).rejects.toMatchObject(unknown);
      await expect(put(other, { key: bytes('/bob'), value: bytes('1') })).rejects.toMatchObject(unknown);
      const tested = new EndpointTest([endpoint], () => stranger, silentLog);
      open.add(tested);
      await until('the test is done', () => tested.state.value.done);
      expect(tested.state.value.reports[0]?.outcome).toEqual({ kind: 'failed', failure: unknown });
    } finally {
      await cluster.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
