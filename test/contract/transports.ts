import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import { wire } from '../../src-renderer/rpc/wire';
import type { contract } from '@shared/contract/contract';
import { keyProtocol, SOCKET_PROTOCOL } from '@shared/session-key';
import { WebSocket } from 'ws';
import { silentLog } from '../../src-main/base/log';
import { callContext } from '../../src-main/rpc/open-streams';
import type { ServedRouter } from '../../src-main/areas';
import { startServer } from '../../src-main/serve/server';

export type Client = ContractRouterClient<typeof contract>;

/** One window's connection to the engine. */
export interface Link {
  readonly client: Client;
  /** Breaks the transport, as closing the page does. */
  drop(): void;
}

/** A served router, on one kind of transport. */
export interface Served {
  connect(): Promise<Link>;
  dispose(): Promise<void>;
}

export type Transport = (router: ServedRouter) => Promise<Served>;

/** As in the desktop window, with ports of worker threads instead of Electron's. */
export const messagePort: Transport = (router) => {
  const links = new Set<Link>();
  const handler = new RPCHandler(router, wire);
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    handler.upgrade(port1, callContext());
    port1.start();
    const client: Client = createORPCClient(new PortLink({ port: port2, ...wire }));
    port2.start();
    const link = { client, drop: () => port2.close() };
    links.add(link);
    return Promise.resolve(link);
  };
  const dispose = () => {
    for (const link of links) link.drop();
    return Promise.resolve();
  };
  return Promise.resolve({ connect, dispose });
};

/** As in a browser: through the server's door, with a session. */
const webSocket: Transport = async (router) => {
  const server = await startServer({
    router,
    site: new Map(),
    host: '127.0.0.1',
    port: 0,
    log: silentLog,
  });
  const opened = await session(server.url);
  const connect = async () => {
    const socket = pageSocket(opened);
    return { client: await clientOver(socket), drop: () => socket.terminate() };
  };
  return { connect, dispose: () => Promise.resolve(server.dispose()) };
};

/** What a page has that was opened by the printed address. */
export interface PageSession {
  readonly cookie: string;
  readonly origin: string;
  readonly key: string;
}

export async function session(url: string): Promise<PageSession> {
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';', 1)[0];
  const key = /<meta name="key" content="([\w-]+)">/.exec(await response.text())?.[1];
  if (cookie === undefined || key === undefined) throw new Error(`no session: ${response.status}`);
  return { cookie, origin: new URL(url).origin, key };
}

/** The WebSocket that such a page opens. */
export function pageSocket({ cookie, origin, key }: PageSession): WebSocket {
  const protocols = [SOCKET_PROTOCOL, keyProtocol(key)];
  return new WebSocket(`${origin.replace(/^http/, 'ws')}/rpc`, protocols, { headers: { cookie, origin } });
}

/** The engine, over the WebSocket of a page. */
export async function clientOver(socket: WebSocket): Promise<Client> {
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // The package's socket behaves like the browser's but has other types.
  const websocket = socket as unknown as globalThis.WebSocket;
  return createORPCClient(new SocketLink({ websocket, ...wire }));
}

export const transports: readonly (readonly [name: string, serve: Transport])[] = [
  ['MessagePort', messagePort],
  ['WebSocket', webSocket],
];
