import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { PAGE_SCHEME, PORT_MESSAGE } from '@shared/port';
import { wire } from '@shared/contract/bytes';
import { LinkLost } from './failure';
import { PageSocket } from './page-socket';
import type { Transport } from './session';

const CONNECT_LIMIT_MS = 5000;

/** A way to the engine: a MessagePort in the desktop window, a WebSocket to where the page came from elsewhere. */
export function connect(): Promise<Transport> {
  return location.protocol === `${PAGE_SCHEME}:` ? Promise.resolve(connectPort()) : connectSocket();
}

function connectPort(): Transport {
  const { port1, port2 } = new MessageChannel();
  window.postMessage(PORT_MESSAGE, location.origin, [port2]);
  const port: Pick<MessagePort, 'addEventListener' | 'postMessage'> = {
    // Only messages: Chrome 114 (Electron 25) crashes when a page goes away whose port is listened to for 'close'. The
    // engine lives as long as the window, and the heartbeat notices all else.
    addEventListener: (type: string, listener: EventListenerOrEventListenerObject) => {
      if (type === 'message') port1.addEventListener(type, listener);
    },
    postMessage: (message: unknown) => port1.postMessage(message),
  };
  const link = new PortLink({ ...wire, port });
  port1.start();
  return { link, onClose: () => undefined, close: () => port1.close() };
}

async function connectSocket(): Promise<Transport> {
  const url = new URL('/rpc', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new PageSocket(url);
  const listeners: (() => void)[] = [];
  // Before the link's own listener: a lost call must be known as lost before the link rejects it.
  socket.addEventListener('close', () => {
    for (const listener of listeners) listener();
  });
  const opened = await new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), CONNECT_LIMIT_MS);
    const settle = (ok: boolean) => {
      clearTimeout(limit);
      resolve(ok);
    };
    socket.addEventListener('open', () => settle(true));
    socket.addEventListener('close', () => settle(false));
  });
  if (!opened) {
    socket.close();
    throw new LinkLost((await isUnauthorized()) ? 'unauthorized' : 'unreachable');
  }
  return {
    link: new SocketLink({ websocket: socket, ...wire }),
    onClose: (listener) => void listeners.push(listener),
    close: () => socket.close(),
  };
}

/** A page cannot see why its WebSocket was refused; a plain request tells an expired session from nobody there. */
async function isUnauthorized(): Promise<boolean> {
  try {
    const response = await fetch('/rpc', { cache: 'no-store', redirect: 'manual' });
    return response.status === 401;
  } catch {
    return false;
  }
}
