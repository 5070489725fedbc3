import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A link's delay in each direction, in milliseconds, and what it carries in each direction a second. */
export interface Slowness {
  readonly delayMs: number;
  readonly bytesPerSecond: number;
}

/** Stands between clients and one port, and can cut, hold or slow down the traffic. */
export class TcpProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #refuses = false;
  #held = false;
  #slowness: Slowness | null = null;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    server.on('connection', (client) => this.#join(client));
  }

  /** Listens on a port of 127.0.0.1: any free one unless told. */
  static async open(target: number, port = 0): Promise<TcpProxy> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, target);
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Breaks open connections and refuses new ones, until `heal`. */
  cut(): void {
    this.#refuses = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** Passes nothing on in either direction and reports nothing, like a hung machine, until `heal`. */
  hold(): void {
    this.#held = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  heal(): void {
    this.#refuses = false;
    this.#held = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  /** Slows down connections that are made from now on. */
  slow(slowness: Slowness): void {
    this.#slowness = slowness;
  }

  async dispose(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    if (this.#refuses) {
      client.destroy();
      return;
    }
    const server = connect(this.#target, '127.0.0.1');
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    const end = () => {
      client.destroy();
      server.destroy();
      this.#pairs.delete(pair);
    };
    for (const [from, to] of [pair, [server, client]] as const) {
      from.on('data', this.#slowness ? slowly(from, to, this.#slowness) : (data) => to.write(data));
      from.on('error', end);
      from.on('close', end);
      if (this.#held) from.pause();
    }
  }
}

/** Bytes under way on a slow link before its sender has to wait. */
const UNDER_WAY = 65_536;

/** Passes data on after the delay, no faster than the link. */
function slowly(from: Socket, to: Socket, { delayMs, bytesPerSecond }: Slowness): (data: Buffer) => void {
  let [freeAt, underWay] = [0, 0];
  return (data) => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + (data.length / bytesPerSecond) * 1000;
    underWay += data.length;
    if (underWay > UNDER_WAY) from.pause();
    setTimeout(
      () => {
        underWay -= data.length;
        if (underWay <= UNDER_WAY) from.resume();
        if (!to.destroyed) to.write(data);
      },
      freeAt - now + delayMs,
    );
  };
}
