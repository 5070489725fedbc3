import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { SOCKET_PROTOCOL } from '@shared/session-key';
import { MAX_MESSAGE_BYTES } from '@shared/socket';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Log } from '../base/log';
import type { ServedRouter } from '../areas';
import type { Access } from './access';
import type { Refusals } from './refusals';
import { heldBack } from './unanswered';
import { callContext } from '../rpc/open-streams';
import { wire } from '../rpc/wire';

/** A page that vanished silently is noticed after at most two of these. Milliseconds. */
const PING_EVERY_MS = 15_000;

/** Whoever was refused may read the answer for this long. Milliseconds. */
const CLOSE_MS = 1000;

/** Serves the contract on the WebSocket at '/rpc', to our pages with a key. */
export function serveSockets(
  server: Server,
  router: ServedRouter,
  { access, refusals, log }: { access: Pick<Access, 'refusedUpgrade'>; refusals: Refusals; log: Log },
): Disposable {
  const store = new DisposableStore();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    // One message a turn; otherwise an abort that is read together with its request would be handled first,
    // and lost.
    allowSynchronousEvents: false,
    // The other protocol that a page offers is its key, which no answer repeats.
    handleProtocols: (offered) => offered.has(SOCKET_PROTOCOL) && SOCKET_PROTOCOL,
  });
  const handler = new RPCHandler(router, wire);
  const silent = new WeakSet<WebSocket>();

  const accept = (socket: WebSocket) => {
    socket.on('error', (error) => log.warn('a connection failed', { reason: error.message }));
    socket.on('pong', () => silent.delete(socket));
    void handler.upgrade(heldBack(socket), callContext());
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = access.refusedUpgrade(request);
    const path = request.url?.split('?', 1)[0];
    if (refusal !== null || path !== '/rpc') {
      refusals.add(path !== '/rpc' ? 'not-here' : (refusal ?? ''));
      refuse(socket, path !== '/rpc' ? 404 : refusal === 'no-session' ? 401 : 403);
      return;
    }
    sockets.handleUpgrade(request, socket, head, accept);
  };
  server.on('upgrade', upgrade);
  store.defer(() => void server.off('upgrade', upgrade));

  const beat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate();
      silent.add(socket);
      socket.ping();
    }
  }, PING_EVERY_MS);
  store.defer(() => clearInterval(beat));
  store.defer(() => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });
  return store;
}

const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' };

/** Answers, and closes the connection even when the other side does not. */
function refuse(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  const late = setTimeout(() => socket.destroy(), CLOSE_MS);
  socket.once('close', () => clearTimeout(late));
  socket.resume();
  socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
