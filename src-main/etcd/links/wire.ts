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

/** How an endpoint is reached, how its server is recognised, and what may be sent to it. */
export interface WireOptions {
  readonly security: Security;
  readonly route: Route;
  readonly readOnly: boolean;
}

/** What goes along with a call, beside its request. */
export interface CallFields {
  readonly token: string | null;
  readonly needsLeader: boolean;
}

/**
 * gRPC to one endpoint: the only place that dials one for calls, and the only one that sends any. It dials at the first
 * call, and again whenever the connection is lost. Fails with BAD_INPUT when `endpoint` is not the URL of one. Every call
 * is admitted first: where it may only read, one that writes fails with READ_ONLY.
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

  /** Fails with READ_ONLY unless the call may be sent. `request` is null for a stream of them. */
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

  /** Reads ahead by 16 answers at most; the member waits while nobody takes them. */
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

  /** Calls `listener` each time an open connection is lost: a killed process is known by it at once. */
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

  /** All that gRPC is told of a call comes from here, so no call gets past the guard. */
  #admitted<I extends DescMessage, O extends DescMessage>(
    method: DescMethod & { readonly input: I; readonly output: O },
    request: MessageShape<I> | null,
  ) {
    this.admit(method, request);
    return {
      path: rpcPath(method),
      encode: (sent: MessageShape<I>) => asBuffer(toBinary(method.input, sent)),
      decode: (bytes: Buffer) => answerOf(method.output, plain(bytes)),
    };
  }
}

/** The guard of connections that may only read. Fails with READ_ONLY. */
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

/** The same bytes without Node's ways: what is read out of them copies itself with `slice`, as it says it does. */
function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The same bytes as the kind that gRPC wants. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
