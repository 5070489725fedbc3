import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../base/log';
import { KV } from '../gen/kv_pb';
import { Lease } from '../gen/lease_pb';
import { plainSecurity } from '../tls/security';
import { EtcdChannel } from './channel';
import { EtcdClient } from './client';
import type { Credentials } from './credentials';
import { UserTokens } from './token';

const key = Uint8Array.of(1);
const listener = { message: () => undefined, ended: () => undefined };

let server: Server;
let endpoint: string;
let connections: number;

/** Listens, never answers, and counts each dial. */
beforeEach(async () => {
  connections = 0;
  server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());

/** A user who would have to sign in first. */
function credentials(readOnly: boolean): Credentials {
  return { security: plainSecurity, tokens: new UserTokens('ann', 'secret'), readOnly };
}

it.each<readonly [string, string, (client: EtcdClient, channel: EtcdChannel) => Promise<unknown>]>([
  ['a call of a client', 'Put', (client) => client.call(KV.method.put, { key })],
  ['an exchange of a client', 'LeaseKeepAlive', (client) => client.exchange(Lease.method.leaseKeepAlive, {})],
  ['a call on a channel', 'DeleteRange', (_, channel) => channel.unary(KV.method.deleteRange, { key })],
  [
    'a stream of a channel',
    'LeaseKeepAlive',
    (_, channel) => channel.stream(Lease.method.leaseKeepAlive, listener),
  ],
])('%s that writes is refused before anything is dialled', async (_, action, run) => {
  const client = new EtcdClient({ endpoints: [endpoint], credentials: credentials(true), log: silentLog });
  const channel = new EtcdChannel(endpoint, credentials(true));
  await expect(run(client, channel)).rejects.toMatchObject({ code: 'READ_ONLY', data: { action } });
  expect(connections).toBe(0);
  expect(client.health.value).toMatchObject([{ state: 'unknown' }]);
  client.dispose();
  channel.dispose();
});

it('a write is dialled where writes are allowed', async () => {
  const channel = new EtcdChannel(endpoint, credentials(false));
  await expect(channel.unary(KV.method.put, { key })).rejects.toMatchObject({ code: 'ENDPOINT_UNREACHABLE' });
  expect(connections).toBeGreaterThan(0);
  channel.dispose();
});
