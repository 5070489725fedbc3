import {
  create,
  type DescMessage,
  type DescMethod,
  type MessageInitShape,
  toBinary,
} from '@bufbuild/protobuf';
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Maintenance } from '../../../src-main/etcd/gen/maintenance_pb';
import { rpcPath } from '../../../src-main/etcd/rpcs';

/** What the server does with one call; `request` is the first message of it, as the client encoded it. */
export type Lie = (reply: Reply, request: Uint8Array) => void;

/** One call that waits for its answer. */
export interface Reply {
  /** Sends one message, encoded or as bytes that nobody encoded. */
  send(message: Uint8Array): void;
  /** Sends bytes as a message that is said to be compressed with gzip. */
  sendGzip(message: Uint8Array): void;
  /** Ends the call, with an error of etcd or without one. */
  end(error?: { readonly code: number; readonly message: string }): void;
  /** The connection of the call. */
  readonly session: ServerHttp2Session;
}

/**
 * A server on loopback that speaks gRPC and says what a test wants, true or not. It answers Status like a member
 * with a leader unless told otherwise, and refuses each call that it has no lie for.
 */
export class LyingServer {
  /** How often each RPC was called, by its name such as `Range`. */
  readonly calls = new Map<string, number>();
  /** How many connections were opened. */
  connections = 0;
  readonly #server = createServer();
  readonly #sessions = new Set<ServerHttp2Session>();

  private constructor(lies: ReadonlyMap<string, Lie>, greet: (session: ServerHttp2Session) => void) {
    this.#server.on('session', (session) => {
      this.connections++;
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
      session.on('error', () => undefined);
      greet(session);
    });
    this.#server.on('stream', (stream, headers) => {
      const path = String(headers[':path']);
      const name = path.slice(path.lastIndexOf('/') + 1);
      this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
      answer(stream, lies.get(path) ?? refuse);
    });
  }

  /** `greet` gets each connection as it opens. */
  static async start(
    lies: readonly (readonly [DescMethod, Lie])[],
    greet: (session: ServerHttp2Session) => void = () => undefined,
  ): Promise<LyingServer> {
    const all = new Map<string, Lie>([[rpcPath(Maintenance.method.status), status]]);
    for (const [method, lie] of lies) all.set(rpcPath(method), lie);
    const lying = new LyingServer(all, greet);
    await new Promise<void>((resolve) => lying.#server.listen(0, '127.0.0.1', resolve));
    return lying;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const session of this.#sessions) session.destroy();
    await closed;
  }
}

/** Bytes of a message, for `send`. */
export function encoded<T extends DescMessage>(schema: T, message: MessageInitShape<T>): Uint8Array {
  return toBinary(schema, create(schema, message));
}

/** Zeros that unpack to `mib` MiB, packed in a thousandth of it. */
export function bomb(mib: number): Uint8Array {
  // Parts of a gzip file may follow one another, each a file of its own.
  const part = gzipSync(Buffer.alloc(2 ** 20), { level: 9 });
  return Buffer.concat(Array<Buffer>(mib).fill(part));
}

const status: Lie = (reply) => {
  const { output } = Maintenance.method.status;
  reply.send(
    encoded(output, { header: { memberId: 1n, clusterId: 1n, revision: 5n }, leader: 1n, raftTerm: 2n }),
  );
  reply.end();
};

const refuse: Lie = (reply) => reply.end({ code: 12, message: 'unknown method' });

function answer(stream: ServerHttp2Stream, lie: Lie): void {
  let [trailers, received, told]: [Record<string, string>, Buffer, boolean] = [{}, Buffer.alloc(0), false];
  const begin = (encoding = {}) => {
    if (stream.headersSent || stream.destroyed) return;
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', ...encoding },
      { waitForTrailers: true },
    );
  };
  const write = (message: Uint8Array, isPacked: boolean) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(isPacked ? 1 : 0);
    head.writeUInt32BE(message.length, 1);
    if (!stream.destroyed) stream.write(Buffer.concat([head, message]));
  };
  const reply: Reply = {
    session: stream.session as ServerHttp2Session,
    send: (message) => {
      begin();
      write(message, false);
    },
    sendGzip: (message) => {
      begin({ 'grpc-encoding': 'gzip' });
      write(message, true);
    },
    end: (error) => {
      begin();
      trailers = {
        'grpc-status': String(error?.code ?? 0),
        'grpc-message': encodeURI(error?.message ?? ''),
      };
      stream.end();
    },
  };
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (told || received.length < 5 || received.length < 5 + received.readUInt32BE(1)) return;
    told = true;
    lie(reply, received.subarray(5, 5 + received.readUInt32BE(1)));
  });
}
