import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { getKey } from '../../../src-main/etcd/calls/kv';
import { Maintenance } from '../../../src-main/etcd/gen/maintenance_pb';
import { EtcdChannel } from '../../../src-main/etcd/links/channel';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { Keyspace } from '../../../src-main/keys/keyspace';
import { etcdSource } from '../../../src-main/keys/source/etcd-source';
import { MemberObserver } from '../../../src-main/members/observer';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a server that is no etcd does with a connection. */
const manners: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['closes each connection at once', (socket) => socket.destroy()],
  ['ends each connection at once', (socket) => socket.end()],
  [
    'speaks HTTP/1',
    (socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
  ],
];

describe.each(manners)('a server that %s', (_, greet) => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function listen(port = 0) {
    const server = createServer((socket) => {
      counted.connections++;
      socket.on('error', () => undefined).resume();
      greet(socket);
    });
    const counted = { connections: 0, endpoint: '', port: 0, stop: () => Promise.resolve() };
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    counted.port = (server.address() as AddressInfo).port;
    counted.endpoint = `http://127.0.0.1:${counted.port}`;
    counted.stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
    ends.push(() => counted.stop());
    return counted;
  }

  function connectTo(endpoint: string) {
    const credentials = openCredentials({ user: null, tls: null });
    const client = new EtcdClient({ endpoints: [endpoint], credentials, log: silentLog });
    ends.push(() => client.dispose());
    return { client, credentials };
  }

  it('is dialled a few times a second while it is watched', { timeout: 30_000 }, async () => {
    const server = await listen();
    const { client, credentials } = connectTo(server.endpoint);
    const observer = new MemberObserver({ intervalMs: () => 1000, credentials, log: silentLog });
    ends.push(() => observer.dispose());
    observer.setEndpoints([{ url: server.endpoint, running: true, name: 'n1' }]);
    const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
    ends.push(() => keyspace.dispose());
    // Many at first: a server that was just started may need them.
    await pause(4000);
    const before = server.connections;
    await pause(6000);
    expect(observer.state.value.rows[0]?.failure).not.toBeNull();
    // Each of the two dials once a second, and there are one or two dials in 3 s to find out why.
    expect(server.connections - before).toBeGreaterThan(2);
    expect(server.connections - before).toBeLessThanOrEqual(20);
    observer.dispose();
    keyspace.dispose();
    await pause(500);
    const watched = server.connections;
    await pause(2000);
    expect(server.connections).toBe(watched);
  });

  it('is not dialled when nobody asks', { timeout: 30_000 }, async () => {
    const server = await listen();
    const { client } = connectTo(server.endpoint);
    await expect(getKey(client, Uint8Array.of(1))).rejects.toThrow();
    await pause(200);
    const asked = server.connections;
    expect(asked).toBeGreaterThan(0);
    await pause(2000);
    expect(server.connections).toBe(asked);
  });
});

it('a dial that hangs after one that failed tells why that one failed', async () => {
  let asked = 0;
  const placeOf = () =>
    asked++ === 0 ? Promise.reject(new Error('no tunnel')) : new Promise<never>(() => undefined);
  const channel = new EtcdChannel('http://etcd.invalid:2379', {
    route: { kind: 'detour', placeOf },
    deadlineMs: 300,
  });
  const failure = () => channel.unary(Maintenance.method.status, {}).catch((error: unknown) => error);
  try {
    const first = await failure();
    expect(first).toMatchObject({ data: { reason: { kind: 'said', detail: 'no tunnel' } } });
    expect(await failure()).toMatchObject({ data: { reason: { kind: 'said', detail: 'no tunnel' } } });
    expect(asked).toBe(2);
  } finally {
    channel.dispose();
  }
});
