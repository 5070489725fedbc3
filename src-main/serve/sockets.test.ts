import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { type Client, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os } from '@orpc/server';
import { wire } from '@shared/contract/bytes';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DisposableStore } from '../base/lifecycle';
import { silentLog } from '../base/log';
import type { ServedRouter } from '../areas';
import { Refusals } from './refusals';
import { serveSockets } from './sockets';

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

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
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  store.defer(() => void server.close());
  const access = { refusedUpgrade: () => null };
  const refusals = store.add(new Refusals(silentLog));
  store.add(
    serveSockets(server, { stream } as unknown as ServedRouter, { access, refusals, log: silentLog }),
  );

  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const socket = new WebSocket(`ws://127.0.0.1:${port ?? 0}/rpc`);
  store.defer(() => socket.terminate());
  await once(socket, 'open');
  const websocket = socket as unknown as globalThis.WebSocket;
  const client = createORPCClient<{ stream: Client<object, object, unknown, Error> }>(
    new RPCLink({ websocket, ...wire }),
  );
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
