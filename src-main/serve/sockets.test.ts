import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { type Client, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os } from '@orpc/server';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DisposableStore } from '../base/lifecycle';
import { silentLog } from '../base/log';
import type { ServedRouter } from '../areas';
import { Refusals } from './refusals';
import { serveSockets } from './sockets';
import { until } from '../../test/support/until';
import { wire } from '../rpc/wire';

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

/** Serves the procedures on a port of its own, and opens a socket to them. */
async function served(router: object) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  store.defer(() => void server.close());
  const access = { refusedUpgrade: () => null };
  const refusals = store.add(new Refusals(silentLog));
  store.add(serveSockets(server, router as unknown as ServedRouter, { access, refusals, log: silentLog }));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const socket = new WebSocket(`ws://127.0.0.1:${port ?? 0}/rpc`);
  store.defer(() => socket.terminate());
  await once(socket, 'open');
  const websocket = socket as unknown as globalThis.WebSocket;
  return { socket, link: new RPCLink({ websocket, ...wire }) };
}

it('a stream whose end comes in one piece with its request is ended', async () => {
  const streams = { begun: 0, open: 0 };
  const stream = os.handler(async function* ({ signal }) {
    streams.begun++;
    streams.open++;
    try {
      yield 'here';
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    } finally {
      streams.open--;
    }
  });
  const { socket, link } = await served({ stream });
  const client = createORPCClient<{ stream: Client<object, object, unknown, Error> }>(link);
  // Anything sent from here on leaves in one piece and is read in one.
  const { _socket: wireSocket } = socket as unknown as { _socket: Socket };
  wireSocket.cork();
  const abort = new AbortController();
  const call = client.stream({}, { signal: abort.signal }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  abort.abort();
  await new Promise((resolve) => setTimeout(resolve, 50));
  wireSocket.uncork();
  await call;
  // The answer to a later call comes after everything before it.
  const later = new AbortController();
  await client.stream({}, { signal: later.signal });
  later.abort();
  await expect.poll(() => streams.open).toBe(0);
  expect(streams.begun).toBeGreaterThan(0);
});

it('many large requests at once wait in the page: few of them are in work together', async () => {
  let inWork = 0;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const put = os.handler(async () => {
    inWork++;
    await released;
  });
  const { link } = await served({ put });
  const client = createORPCClient<{ put: Client<object, object, unknown, Error> }>(link);
  const value = 'x'.repeat(4 * 2 ** 20);
  const all = Promise.all(Array.from({ length: 12 }, () => client.put({ value })));
  await until('some are in work', () => inWork >= 4);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(inWork).toBeLessThanOrEqual(5);
  release();
  await all;
  expect(inWork).toBe(12);
});

it('refused upgrades are closed although the other side does not, and are logged once and counted', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  store.defer(() => void server.close());
  const access = { refusedUpgrade: () => 'no-session' as const };
  const said: unknown[] = [];
  const log = { ...silentLog, warn: (message: string, fields?: object) => said.push([message, fields]) };
  const router = {} as unknown as ServedRouter;
  const refusals = new Refusals(log);
  const serving = serveSockets(server, router, { access, refusals, log });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const closed = Array.from({ length: 20 }, async () => {
    const socket = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write('GET /rpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(socket, 'end');
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    return socket;
  });
  const sockets = await Promise.all(closed);
  await until('the server has closed them all', async () => (await connections(server)) === 0);
  for (const socket of sockets) socket.destroy();
  await serving.dispose();
  refusals.dispose();
  expect(said).toEqual([
    ['a request was refused', { reason: 'no-session' }],
    ['more requests were refused', { reason: 'no-session', count: 19 }],
  ]);
});

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
