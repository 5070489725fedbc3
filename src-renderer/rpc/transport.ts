import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { DesktopBridge } from '@shared/bridge';
import { LinkLost } from './failure';
import type { Transport } from './session';

declare global {
  interface Window {
    readonly quorate?: DesktopBridge;
  }
}

const CONNECT_LIMIT_MS = 5000;

/** A way to the engine: a MessagePort in the desktop window, a WebSocket to where the page came from elsewhere. */
export function connect(): Promise<Transport> {
  return window.quorate ? connectPort(window.quorate) : connectSocket();
}

async function connectPort(bridge: DesktopBridge): Promise<Transport> {
  const port = await new Promise<MessagePort>((resolve, reject) => {
    const id = crypto.randomUUID();
    const limit = setTimeout(() => end(() => reject(new LinkLost())), CONNECT_LIMIT_MS);
    const receive = (event: MessageEvent<unknown>) => {
      const [received] = event.ports;
      if (event.source !== window || !isAnswer(event.data, id) || !received) return;
      end(() => resolve(received));
    };
    const end = (settle: () => void) => {
      clearTimeout(limit);
      window.removeEventListener('message', receive);
      settle();
    };
    window.addEventListener('message', receive);
    bridge.requestPort(id);
  });
  const closed = (listener: () => void) => port.addEventListener('close', listener);
  const link = new PortLink({ port });
  port.start();
  return { link, onClose: closed, close: () => port.close() };
}

function isAnswer(data: unknown, id: string): boolean {
  return typeof data === 'object' && data !== null && 'quoratePort' in data && data.quoratePort === id;
}

async function connectSocket(): Promise<Transport> {
  const url = new URL('/rpc', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
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
    link: new SocketLink({ websocket: socket }),
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
