import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { getKey } from '../../../src-main/etcd/calls/kv';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { MemberObserver } from '../../../src-main/members/observer';
import { startCluster, type TestCluster } from '../../support/etcd/etcd';
import { until } from '../../support/until';

const key = Uint8Array.of(1);
const VARIABLES = ['grpc_proxy', 'https_proxy', 'http_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'all_proxy'];

const open = new Set<{ dispose(): void }>();
let cluster: TestCluster;

beforeAll(async () => void (cluster = await startCluster({ size: 1 })));
afterAll(() => cluster.dispose());
beforeEach(() => {
  for (const name of ['no_proxy', 'no_grpc_proxy']) vi.stubEnv(name, '');
});
afterEach(() => {
  for (const each of open) each.dispose();
  open.clear();
  vi.unstubAllEnvs();
});

function setProxy(url: string): void {
  for (const name of VARIABLES) vi.stubEnv(name, url);
}

function clientOf(proxy?: 'none' | 'system'): EtcdClient {
  const credentials = proxy && openCredentials({ user: null, tls: null, route: { kind: 'direct', proxy } });
  const client = new EtcdClient({
    endpoints: cluster.endpoints,
    log: silentLog,
    ...(credentials && { credentials }),
  });
  open.add(client);
  return client;
}

describe('while the environment names a proxy that is dead', () => {
  beforeEach(() => setProxy('http://127.0.0.1:1'));

  it.each([undefined, 'none'] as const)('a client whose proxy is %s reaches etcd', async (proxy) => {
    expect(await getKey(clientOf(proxy), key)).toBeNull();
  });

  it('members are watched', async () => {
    const observer = new MemberObserver({ intervalMs: () => 1000, log: silentLog });
    open.add(observer);
    observer.setEndpoints(cluster.endpoints.map((url) => ({ url, name: 'n1', running: true })));
    await until('the member tells its status', () => observer.state.value.rows[0]?.status);
  });

  it('a client that is to use it does not reach etcd', async () => {
    await expect(getKey(clientOf('system'), key)).rejects.toMatchObject({ code: 'ENDPOINT_UNREACHABLE' });
  });
});

describe('while the environment names a proxy that works', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    server = createServer();
    server.on('connect', ({ url = '' }, client: Socket) => {
      asked.push(url);
      const { hostname, port } = new URL(`http://${url}`);
      const target = connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(target).pipe(client);
      });
      for (const socket of [client, target]) {
        sockets.add(socket);
        socket.on('error', () => socket.destroy());
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    setProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    server.close();
  });

  it('a client goes through it where its connection says so', async () => {
    expect(await getKey(clientOf('system'), key)).toBeNull();
    expect(asked).toEqual(cluster.endpoints.map((url) => new URL(url).host));
  });

  it('a client goes past it where nothing is said', async () => {
    expect(await getKey(clientOf(), key)).toBeNull();
    expect(asked).toEqual([]);
  });
});
