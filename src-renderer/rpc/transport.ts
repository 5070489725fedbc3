import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { PAGE_SCHEME, PORT_MESSAGE } from '@shared/port';
import { KEY_HEADER, KEY_ITEM, keyProtocol, SOCKET_PROTOCOL } from '@shared/session-key';
import { LinkLost } from './failure';
import { PageSocket } from './page-socket';
import type { Transport } from './session';
import { wire } from './wire';

const CONNECT_LIMIT_MS = 5000;

/**
 * Opens a channel to the engine: a MessagePort in the desktop window, a WebSocket to the page's origin in a
 * browser.
 */
export function connect(): Promise<Transport> {
  return location.protocol === `${PAGE_SCHEME}:` ? Promise.resolve(connectPort()) : connectSocket();
}

function connectPort(): Transport {
  const { port1, port2 } = new MessageChannel();
  window.postMessage(PORT_MESSAGE, location.origin, [port2]);
  const onClose = closeOf(port1);
  const link = new PortLink({ ...wire, port: port1 });
  port1.start();
  return { link, onClose, close: () => port1.close() };
}

async function connectSocket(): Promise<Transport> {
  const url = new URL('/rpc', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const key = localStorage.getItem(KEY_ITEM);
  const socket = new PageSocket(url, [SOCKET_PROTOCOL, ...(key === null ? [] : [keyProtocol(key)])]);
  const onClose = closeOf(socket);
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
    throw new LinkLost((await isUnauthorized(key)) ? 'unauthorized' : 'unreachable');
  }
  return {
    link: new SocketLink({ websocket: socket, ...wire }),
    onClose,
    close: () => socket.close(),
  };
}

/** Registers before the link does: the session must mark a call as lost before the link rejects it. */
function closeOf(target: EventTarget): Transport['onClose'] {
  const listeners: (() => void)[] = [];
  target.addEventListener('close', () => {
    for (const listener of listeners) listener();
  });
  return (listener) => void listeners.push(listener);
}

/**
 * A page cannot see why its WebSocket was refused; a plain request distinguishes an expired session from a
 * server that is down.
 */
async function isUnauthorized(key: string | null): Promise<boolean> {
  try {
    const headers = { [KEY_HEADER]: key ?? '' };
    const response = await fetch('/rpc', { cache: 'no-store', redirect: 'manual', headers });
    return response.status === 401;
  } catch {
    return false;
  }
}
