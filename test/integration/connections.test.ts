import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ConnectionDraft, EndpointReport } from '@shared/contract/connections';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../src-main/base/lifecycle';
import { silentLog } from '../../src-main/base/log';
import { EndpointTest } from '../../src-main/connections/endpoint-test';
import { RemoteConnections } from '../../src-main/connections/remotes';
import type { Event } from '../../src-main/etcd/gen/mvcc_pb';
import { getKey, put } from '../../src-main/etcd/calls/kv';
import { WatchSession } from '../../src-main/etcd/calls/watch';
import { TestCa } from '../support/etcd/certificates';
import { cleanEnv } from '../support/etcd/clean-env';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';
import { freePorts } from '../support/ports';
import { TcpProxy } from '../support/tcp-proxy';
import { until } from '../support/until';

const run = promisify(execFile);
let store = new DisposableStore();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-connections-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

const noTls = { ca: null, certificate: null, key: null, serverName: null, skipVerify: false };

function draftOf(endpoints: readonly string[], more: Partial<ConnectionDraft> = {}): ConnectionDraft {
  const draft = { colour: 'teal' as const, user: null, password: null, tls: noTls, roundTripMs: 2000 };
  return { ...draft, name: `connection ${Math.random()}`, endpoints: [...endpoints], ...more };
}

function remotes(): RemoteConnections {
  return store.add(
    new RemoteConnections({
      dataFolder: folder,
      secrets: Promise.resolve(null),
      intervalMs: () => 250,
      etcdctl: () => Promise.resolve(null),
      log: silentLog,
    }),
  );
}

/** The result of testing each endpoint of a draft. */
async function tested(draft: ConnectionDraft, log = silentLog): Promise<EndpointReport['outcome'][]> {
  const connections = remotes();
  const credentials = () => connections.credentialsOf(null, draft);
  const test = store.add(new EndpointTest(draft.endpoints, credentials, log));
  const { reports } = await until('the test is done', () => test.state.value.done && test.state.value);
  expect(reports.map(({ endpoint }) => endpoint)).toEqual(draft.endpoints);
  return reports.map(({ outcome }) => outcome);
}

describe('three nodes elsewhere', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ size: 3 });
  });
  afterAll(() => cluster.dispose());
  const key = Buffer.from('/k');

  it('a test asks each endpoint by itself, and names the reason of each that fails', async () => {
    const web = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    const webUrl = `http://127.0.0.1:${address !== null && typeof address !== 'string' ? address.port : 0}`;
    store.defer(() => web.closeAllConnections());
    store.defer(() => void web.close());
    const [dead = 0] = await freePorts(1);
    cluster.node('n2').pause();
    const outcomes = await tested(
      draftOf([
        ...cluster.endpoints,
        `http://127.0.0.1:${dead}`,
        webUrl,
        cluster.endpoints[0]?.replace('http', 'https') ?? '',
      ]),
    ).finally(() => cluster.node('n2').resume());
    const [first, second, third, ...others] = outcomes;
    for (const [name, outcome] of [
      ['n1', first],
      ['n3', third],
    ] as const) {
      expect(outcome).toMatchObject({
        kind: 'ok',
        memberName: name,
        roundTripMs: expect.any(Number) as number,
      });
    }
    expect(first?.kind === 'ok' && third?.kind === 'ok' && first.clusterId === third.clusterId).toBe(true);
    expect([second, ...others]).toMatchObject([
      { kind: 'failed', failure: { code: 'ENDPOINT_UNREACHABLE' } },
      { kind: 'failed', failure: { code: 'ENDPOINT_UNREACHABLE', data: { reason: { kind: 'refused' } } } },
      { kind: 'failed', failure: { code: 'NOT_ETCD' } },
      { kind: 'failed', failure: { code: 'TLS_MISMATCH', data: { speaks: 'plain' } } },
    ]);
    await cluster.healthy();
  });

  it('a test tells the log what lies behind a failure, and no password', async () => {
    const [dead = 0] = await freePorts(1);
    const told: string[] = [];
    const info = (message: string, fields?: object) => void told.push(`${message} ${JSON.stringify(fields)}`);
    const endpoint = `http://127.0.0.1:${dead}`;
    await tested(draftOf([endpoint], { user: 'ann', password: 'secret' }), { ...silentLog, info });
    expect(told).toEqual([expect.stringMatching(/^an endpoint failed its test .*UNREACHABLE.*ECONNREFUSED/)]);
    expect(told.join()).not.toContain('secret');
  });

  it('members are asked while somebody looks', async () => {
    const connections = remotes();
    const id = await connections.save(null, draftOf(cluster.endpoints));
    const members = connections.members(id);
    expect(members.state.value.rows).toEqual([]);
    const looking = members.state.onChange(() => undefined);
    await until('all answer, by name, and who leads', () => {
      const { rows, leader } = members.state.value;
      const answering = rows.filter(({ status, failure }) => status !== null && failure === null);
      return leader !== null && answering.map(({ name }) => name).join() === 'n1,n2,n3';
    });
    expect((await connections.shell(id, 'n2')).env['ETCDCTL_ENDPOINTS']).toBe(cluster.node('n2').clientUrl);
    await looking.dispose();
  });

  it('a change of the endpoints reconnects who uses them, and a watch misses nothing', async () => {
    const connections = remotes();
    const [one = '', two = ''] = cluster.endpoints;
    const draft = draftOf([one]);
    const id = await connections.save(null, draft);
    const client = connections.client(id);
    const values: string[] = [];
    const listener = {
      events: (events: readonly Event[]) =>
        void values.push(...events.map(({ kv }) => Buffer.from(kv?.value ?? []).toString())),
      gap: () => undefined,
      uncertain: () => undefined,
      wentBack: () => undefined,
    };
    const watch = store.add(new WatchSession(client, { key }, listener, silentLog));
    const openAt = (endpoint: string) =>
      until(`the watch is at ${endpoint}`, () => {
        const { value } = watch.state;
        return value.kind === 'open' && value.endpoint === endpoint;
      });
    await openAt(one);
    await put(client, { key, value: Buffer.from('1') });
    await connections.save(id, { ...draft, endpoints: [two] });
    await openAt(two);
    await put(client, { key, value: Buffer.from('2') });
    await until('both are there', () => values.length === 2);
    expect(values).toEqual(['1', '2']);
    expect(client.health.value).toMatchObject([{ endpoint: two, state: 'answers' }]);
  });
});

describe.each(etcdFolders())('etcd $version with users and certificates', ({ folder: etcd, version }) => {
  let cluster: TestCluster;
  let ca: TestCa;
  let secure: ConnectionDraft;
  const user = { user: 'alice', password: 'wonder:land' };

  beforeAll(async () => {
    ca = new TestCa(await mkdtemp(join(folder, 'ca-')));
    const server = ca.issue('server', { name: 'etcd', hosts: ['127.0.0.1'] });
    const [port = 0] = await freePorts(1);
    cluster = await startCluster({
      folder: etcd,
      size: 1,
      flags: ({ clientPort }) => [
        `--listen-client-urls=http://127.0.0.1:${clientPort},https://127.0.0.1:${port}`,
        `--cert-file=${server.certificate}`,
        `--key-file=${server.key}`,
        '--client-cert-auth=true',
        `--trusted-ca-file=${ca.file}`,
      ],
    });
    for (const args of [
      ['user', 'add', 'root:secret'],
      ['user', 'grant-role', 'root', 'root'],
      ['user', 'add', 'alice', '--new-user-password=wonder:land'],
      ['role', 'add', 'alices'],
      ['role', 'grant-permission', 'alices', '--prefix=true', 'readwrite', '/alice/'],
      ['user', 'grant-role', 'alice', 'alices'],
      ['auth', 'enable'],
    ])
      await cluster.etcdctl(args);
    const tls = { ...noTls, ca: ca.file, ...ca.issue('client', { name: 'nobody' }) };
    secure = draftOf([`https://127.0.0.1:${port}`], { ...user, tls });
  });
  afterAll(() => cluster.dispose());

  it('a test passes for a user with a role on one prefix, and names what is wrong otherwise', async () => {
    // 3.5 shows its status to root only.
    const mayKnow = !version.startsWith('3.5.');
    const known = mayKnow ? { version, leads: true } : { version: null, leads: null };
    expect(await tested(secure)).toMatchObject([{ kind: 'ok', memberName: 'n1', ...known }]);
    const codeOf = async (more: Partial<ConnectionDraft>) => {
      const [outcome] = await tested({ ...secure, ...more });
      return outcome?.kind === 'failed' ? outcome.failure.code : outcome?.kind;
    };
    expect(await codeOf({ password: 'wrong' })).toBe('AUTH_FAILED');
    expect(await codeOf({ password: null })).toBe('PASSWORD_MISSING');
    expect(await codeOf({ tls: { ...noTls, ca: ca.file } })).toBe('CLIENT_CERTIFICATE_REQUIRED');
    const plain = await tested(draftOf(cluster.endpoints));
    expect(plain).toMatchObject([{ kind: 'failed', failure: { code: 'AUTH_REQUIRED' } }]);
  });

  it('a test of an endpoint that hangs leaves the others their time to know the user', async () => {
    const proxy = await TcpProxy.open(cluster.nodes[0]?.clientPort ?? 0);
    store.defer(() => proxy.dispose());
    proxy.hold();
    const [hung, ...rest] = await tested(draftOf([proxy.url, ...cluster.endpoints], user));
    expect(hung).toMatchObject({ kind: 'failed' });
    expect(rest).toMatchObject([{ kind: 'ok', memberName: 'n1' }]);
  });

  it('serves keys and members to the user, and to the etcdctl of a shell', async () => {
    const connections = remotes();
    const id = await connections.save(null, secure);
    const key = Buffer.from('/alice/k');
    await put(connections.client(id), { key, value: Buffer.from('hers') });
    expect(Buffer.from((await getKey(connections.client(id), key))?.value ?? []).toString()).toBe('hers');
    const members = connections.members(id);
    const looking = members.state.onChange(() => undefined);
    await until('its member is known', () => {
      const [row] = members.state.value.rows;
      return version.startsWith('3.5.')
        ? row?.failure?.code === 'PERMISSION_DENIED'
        : row?.status?.version === version;
    });
    await looking.dispose();
    const { env } = await connections.shell(id, null);
    const { stdout } = await run(join(etcd, 'etcdctl'), ['get', '/alice/k', '--print-value-only'], {
      env: { ...cleanEnv(), ETCDCTL_API: '3', ...env },
    });
    expect(stdout.trim()).toBe('hers');
  });
});
