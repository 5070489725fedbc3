import type {
  DescMessage,
  DescMethod,
  DescMethodBiDiStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  Message,
  MessageShape,
} from '@bufbuild/protobuf';
import { toBinary } from '@bufbuild/protobuf';
import type {
  ClientDuplexStream,
  ClientOptions,
  ClientReadableStream,
  ClientUnaryCall,
  ServiceError,
} from '@grpc/grpc-js';
import { Client, connectivityState, credentials, Metadata } from '@grpc/grpc-js';
import { Failure } from '../../base/failure';
import { type Disposable, toDisposable } from '../../base/lifecycle';
import { type DialTarget, dialTarget } from '../endpoint';
import type { Route } from '../route';
import { rpcPath, writes } from '../rpcs';
import type { Security } from '../tls/security';
import { answerOf } from './answer';
import { detourTo } from './detour';
import { grpcOptions } from './grpc-options';

/** How to reach an endpoint, how to verify its server, and what may be sent to it. */
export interface WireOptions {
  readonly security: Security;
  readonly route: Route;
  readonly readOnly: boolean;
}

/** Fields of a call besides its request. */
export interface CallFields {
  readonly token: string | null;
  readonly needsLeader: boolean;
}

/**
 * The gRPC connection to one endpoint. Only this class dials endpoints for calls, and only it sends calls. Dials
 * at the first call and again after a lost connection. Fails with BAD_INPUT when `endpoint` is not an endpoint's
 * URL. Checks every call first: on a read-only connection, a call that writes fails with READ_ONLY.
 */
export class Wire implements Disposable {
  readonly #client: Client;
  readonly #readOnly: boolean;
  #closed = false;

  constructor(endpoint: string, { security, route, readOnly }: WireOptions) {
    this.#readOnly = readOnly;
    const dial = dialTarget(endpoint);
    const way = wayTo(dial, route);
    const tls = tlsTo(dial, security);
    this.#client = new Client(way.target, tls.credentials, {
      ...grpcOptions,
      ...way.options,
      ...tls.options,
    });
  }

  /** Fails with READ_ONLY unless the call may be sent. `request` is null for a client stream. */
  admit(method: DescMethod, request: Message | null): void {
    admit(this.#readOnly, method, request);
  }

  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageShape<I>,
    { deadline, ...fields }: CallFields & { readonly deadline: number },
    done: (error: ServiceError | null, answer?: MessageShape<O>) => void,
  ): ClientUnaryCall {
    const { path, encode, decode } = this.#admitted(method, request);
    return this.#client.makeUnaryRequest(path, encode, decode, request, metadata(fields), { deadline }, done);
  }

  /** Reads ahead by at most 16 answers; then the member waits for the caller. */
  receive<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageShape<I>,
    fields: CallFields,
  ): ClientReadableStream<MessageShape<O>> {
    const { path, encode, decode } = this.#admitted(method, request);
    return this.#client.makeServerStreamRequest(path, encode, decode, request, metadata(fields));
  }

  stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    fields: CallFields,
  ): ClientDuplexStream<MessageShape<I>, MessageShape<O>> {
    const { path, encode, decode } = this.#admitted(method, null);
    return this.#client.makeBidiStreamRequest(path, encode, decode, metadata(fields));
  }

  /** Calls `listener` each time an open connection is lost, which reveals a killed process at once. */
  onLost(listener: () => void): Disposable {
    const channel = this.#client.getChannel();
    let ended = false;
    const watch = (state: connectivityState) =>
      channel.watchConnectivityState(state, Infinity, () => {
        if (ended || this.#closed) return;
        watch(channel.getConnectivityState(false));
        if (state === connectivityState.READY) listener();
      });
    if (!this.#closed) watch(channel.getConnectivityState(false));
    return toDisposable(() => void (ended = true));
  }

  dispose(): void {
    this.#closed = true;
    this.#client.close();
  }

  /** Every call's definition for gRPC comes from here, so no call can bypass the guard. */
  #admitted<I extends DescMessage, O extends DescMessage>(
    method: DescMethod & { readonly input: I; readonly output: O },
    request: MessageShape<I> | null,
  ) {
    this.admit(method, request);
    return {
      path: rpcPath(method),
      encode: (sent: MessageShape<I>) => asBuffer(toBinary(method.input, sent)),
      decode: (bytes: Buffer) => answerOf(method.output, plain(bytes), request),
    };
  }
}

/** The guard of read-only connections. Fails with READ_ONLY. */
export function admit(readOnly: boolean, method: DescMethod, request: Message | null): void {
  if (readOnly && writes(method, request)) throw new Failure('READ_ONLY', { action: method.name });
}

function wayTo(dial: DialTarget, route: Route): { target: string; options: ClientOptions } {
  if (route.kind === 'detour') return detourTo(dial, route.placeOf);
  return { target: dial.target, options: { 'grpc.enable_http_proxy': route.proxy === 'system' ? 1 : 0 } };
}

function tlsTo(dial: DialTarget, security: Security) {
  if (!dial.tls) return { credentials: credentials.createInsecure(), options: {} };
  const { context, serverName, skipVerify } = security.attempt();
  return {
    credentials: credentials.createFromSecureContext(context, { rejectUnauthorized: !skipVerify }),
    options: serverName === null ? {} : { 'grpc.ssl_target_name_override': serverName },
  };
}

function metadata({ token, needsLeader }: CallFields): Metadata {
  const fields = new Metadata();
  if (token !== null) fields.set('token', token);
  if (needsLeader) fields.set('hasleader', 'true');
  return fields;
}

/** The same bytes as a plain Uint8Array: `slice` on it copies, which a Buffer's `slice` does not. */
function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The same bytes as a Buffer, which gRPC wants. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
