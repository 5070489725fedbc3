import type { MessageEvent, WebSocket } from 'ws';

/** Requests above this size count. Bytes. */
const LARGE = 64 * 1024;
/** Large requests that may be in work at once, together. Bytes. */
const MOST = 16 * 1024 * 1024;

/** Pauses a socket while many large requests of it are in work, so that their values wait in the sender. */
export class Unanswered {
  readonly #socket: Pick<WebSocket, 'pause' | 'resume'>;
  #bytes = 0;

  constructor(socket: Pick<WebSocket, 'pause' | 'resume'>) {
    this.#socket = socket;
  }

  /** Counts a request of this size until `work` has settled. */
  async during(bytes: number, work: () => Promise<unknown>): Promise<void> {
    if (bytes <= LARGE) {
      await work();
      return;
    }
    this.#bytes += bytes;
    if (this.#bytes > MOST) this.#socket.pause();
    try {
      await work();
    } finally {
      this.#bytes -= bytes;
      if (this.#bytes <= MOST) this.#socket.resume();
    }
  }
}

/** What the RPC library uses of a socket. */
type Served = Pick<WebSocket, 'send' | 'addEventListener'>;
/** The library's promise settles when the message was answered. */
type Take = (event: MessageEvent) => Promise<unknown>;

/** The socket for the RPC library, held back by `Unanswered`. */
export function heldBack(socket: WebSocket): Served {
  const unanswered = new Unanswered(socket);
  const listen = (type: 'message' | 'close', listener: Take & (() => void)) => {
    if (type === 'close') socket.on(type, () => listener());
    else
      socket.addEventListener(type, (event) => {
        void unanswered.during(sizeOf(event.data), () => listener(event));
      });
  };
  return { send: socket.send.bind(socket), addEventListener: listen as Served['addEventListener'] };
}

function sizeOf(data: MessageEvent['data']): number {
  if (typeof data === 'string') return data.length;
  return Array.isArray(data)
    ? data.reduce((total, { byteLength }) => total + byteLength, 0)
    : data.byteLength;
}
