import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { getKey, put } from '../../../src-main/etcd/calls/kv';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { type Identity, openCredentials } from '../../../src-main/etcd/links/credentials';
import type { Place, Route } from '../../../src-main/etcd/route';
import { systemTls } from '../../../src-main/etcd/tls/security';
import { MemberObserver } from '../../../src-main/members/observer';
import { startTlsCluster, type TlsCluster } from '../../support/etcd/secured';
import { TcpProxy } from '../../support/tcp-proxy';
import { until } from '../../support/until';

/** A name that no resolver knows (RFC 6761), so only a detour leads there. */
const PLAIN = 'http://etcd.invalid:2379';
const key = Uint8Array.of(1);
const value = Uint8Array.of(2);

const open = new Set<{ dispose(): void | Promise<void> }>();
let folder: string;
let secured: TlsCluster;
let plainPlace: Place;
let tlsPlace: Place;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-route-'));
  secured = await startTlsCluster(folder);
  plainPlace = placeOf(secured.cluster.endpoints[0] ?? '');
  tlsPlace = placeOf(secured.endpoint);
});
afterAll(async () => {
  await secured.cluster.dispose();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const each of [...open].reverse()) await each.dispose();
  open.clear();
});

function placeOf(url: string): Place {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

function detour(place: () => Place): Route & { readonly asked: string[] } {
  const asked: string[] = [];
  const find = (endpoint: { readonly host: string; readonly port: number }) => {
    asked.push(`${endpoint.host}:${endpoint.port}`);
    return Promise.resolve().then(place);
  };
  return { kind: 'detour', placeOf: find, asked };
}

function credentialsFor(route: Route, tls: Identity['tls'] = null) {
  return openCredentials({ user: null, tls, route });
}

function clientOf(endpoint: string, route: Route, tls: Identity['tls'] = null): EtcdClient {
  const credentials = credentialsFor(route, tls);
  const client = new EtcdClient({ endpoints: [endpoint], credentials, log: silentLog });
  open.add(client);
  return client;
}

it('a client reaches its endpoint by the detour, and nowhere else', async () => {
  const route = detour(() => plainPlace);
  const client = clientOf(PLAIN, route);
  await put(client, { key, value });
  expect((await getKey(client, key))?.value).toEqual(value);
  expect(route.asked).toEqual(['etcd.invalid:2379']);
});

it('a detour may lead elsewhere at the next connection', async () => {
  const [first, second] = [await TcpProxy.open(plainPlace.port), await TcpProxy.open(plainPlace.port)];
  open.add(first).add(second);
  let place = placeOf(first.url);
  const client = clientOf(
    PLAIN,
    detour(() => place),
  );
  await put(client, { key, value });
  place = placeOf(second.url);
  first.cut();
  await until('the second way is taken', () => getKey(client, key));
});

it('a detour that is closed says why, and a write over it was never sent', async () => {
  const client = clientOf(
    PLAIN,
    detour(() => {
      throw new Error('the tunnel is closed');
    }),
  );
  await expect(put(client, { key, value })).rejects.toMatchObject({
    code: 'ENDPOINT_UNREACHABLE',
    data: { endpoint: PLAIN, reason: { kind: 'said', detail: 'the tunnel is closed' } },
  });
});

it("TLS by a detour checks the endpoint's own name", async () => {
  const tls = { ...systemTls, ca: secured.ca, ...secured.client };
  const named = (host: string) =>
    clientOf(
      `https://${host}:2379`,
      detour(() => tlsPlace),
      tls,
    );
  expect(await getKey(named('etcd.example'), Uint8Array.of(9))).toBeNull();
  await expect(getKey(named('etcd.invalid'), key)).rejects.toMatchObject({
    code: 'CERTIFICATE_OTHER_NAME',
    data: { asked: 'etcd.invalid', names: '127.0.0.1, etcd.example' },
  });
});

it('why there is no connection is found out by the detour, too', async () => {
  const client = clientOf(
    PLAIN,
    detour(() => tlsPlace),
  );
  await expect(getKey(client, key)).rejects.toMatchObject({
    code: 'TLS_MISMATCH',
    data: { endpoint: PLAIN, speaks: 'tls' },
  });
});

it('members are watched by the detour, too', async () => {
  const credentials = credentialsFor(detour(() => plainPlace));
  const observer = new MemberObserver({ intervalMs: () => 1000, log: silentLog, credentials });
  open.add(observer);
  observer.setEndpoints([{ url: PLAIN, name: 'n1', running: true }]);
  await until('the member tells its status', () => observer.state.value.rows[0]?.status);
});
