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
import { Client, connectivityState, credentials, Metadata, status } from '@grpc/grpc-js';
import { Backoff } from '../../base/pace/backoff';
import { Failure } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import { Listeners } from '../../base/listeners';
import { type DialTarget, dialTarget } from '../endpoint';
import { neverConnected } from '../failures';
import type { Route } from '../route';
import { rpcPath, writes } from '../rpcs';
import type { Security } from '../tls/security';
import { answerOf } from './answer';
import { detourTo } from './detour';
import { grpcOptions } from './grpc-options';

const { READY, TRANSIENT_FAILURE } = connectivityState;

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
 * The longest rest after a refused dial, which takes 0.2 ms on loopback and costs no server anything: a node that came
 * back must be seen at once. Milliseconds.
 */
export const REFUSED_REST_MS = 200;

/**
 * The gRPC connection to one endpoint. Only this class dials endpoints for calls, and only it sends calls. Dials
 * at the first call, and at the next one after a lost connection or a dial that failed; nobody who calls, no dial. After
 * a dial that failed it rests as `Backoff` says, and calls fail with the error of that dial meanwhile. Fails with
 * BAD_INPUT when `endpoint` is not an endpoint's URL. Checks every call first: on a read-only connection, a call that
 * writes fails with READ_ONLY.
 */
export class Wire implements Disposable {
  readonly #dial: DialTarget;
  readonly #options: WireOptions;
  readonly #lost = new Listeners();
  readonly #failures = new Backoff();
  /** After a dial that failed, it only repeats that error: gRPC does not dial again by itself. */
  #client: Client;
  /** Of the last dial; null when it has not failed. */
  #failure: ServiceError | null = null;
  #failedAt = -Infinity;
  #restMs = 0;
  #closed = false;

  constructor(endpoint: string, options: WireOptions) {
    this.#dial = dialTarget(endpoint);
    this.#options = options;
    this.#client = this.#open();
  }

  /** Fails with READ_ONLY unless the call may be sent. `request` is null for a client stream. */
  admit(method: DescMethod, request: Message | null): void {
    admit(this.#options.readOnly, method, request);
  }

  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageShape<I>,
    { deadline, ...fields }: CallFields & { readonly deadline: number },
    done: (error: ServiceError | null, answer?: MessageShape<O>) => void,
  ): ClientUnaryCall {
    const { path, encode, decode } = this.#admitted(method, request);
    const told = (error: ServiceError | null, answer?: MessageShape<O>) => {
      done(error && this.#reasonOf(error), answer);
    };
    return this.#ready.makeUnaryRequest(path, encode, decode, request, metadata(fields), { deadline }, told);
  }

  /** Reads ahead by at most 16 answers; then the member waits for the caller. */
  receive<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageShape<I>,
    fields: CallFields,
  ): ClientReadableStream<MessageShape<O>> {
    const { path, encode, decode } = this.#admitted(method, request);
    const call = this.#ready.makeServerStreamRequest(path, encode, decode, request, metadata(fields));
    return call.on('error', (error) => this.#learn(error));
  }

  stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    fields: CallFields,
  ): ClientDuplexStream<MessageShape<I>, MessageShape<O>> {
    const { path, encode, decode } = this.#admitted(method, null);
    const call = this.#ready.makeBidiStreamRequest(path, encode, decode, metadata(fields));
    return call.on('error', (error: Error) => this.#learn(error));
  }

  /** Calls `listener` each time an open connection is lost, which reveals a killed process at once. */
  onLost(listener: () => void): Disposable {
    return this.#lost.add(listener);
  }

  dispose(): void {
    this.#closed = true;
    this.#lost.clear();
    this.#client.close();
  }

  /** The client for a call: another one when the dial of the last has failed, and it has rested. */
  get #ready(): Client {
    const last = this.#client;
    if (this.#hasFailed && performance.now() - this.#failedAt >= this.#restMs) {
      this.#client = this.#open();
      last.close();
    }
    return this.#client;
  }

  get #hasFailed(): boolean {
    return this.#client.getChannel().getConnectivityState(false) === TRANSIENT_FAILURE;
  }

  #open(): Client {
    const { route, security } = this.#options;
    const way = wayTo(this.#dial, route);
    const tls = tlsTo(this.#dial, security);
    const options = { ...grpcOptions, ...way.options, ...tls.options };
    const client = new Client(way.target, tls.credentials, options);
    this.#watch(client);
    return client;
  }

  #watch(client: Client): void {
    const channel = client.getChannel();
    const state = channel.getConnectivityState(false);
    channel.watchConnectivityState(state, Infinity, () => {
      if (this.#closed || client !== this.#client) return;
      this.#watch(client);
      if (state === READY) {
        this.#failure = null;
        this.#lost.tell();
      }
      if (channel.getConnectivityState(false) !== TRANSIENT_FAILURE) return;
      this.#failedAt = performance.now();
      this.#restMs = this.#failures.next();
    });
  }

  /** A call tells how the dial has failed. */
  #learn({ message }: Error): void {
    if (message.includes('ECONNREFUSED')) this.#restMs = Math.min(this.#restMs, REFUSED_REST_MS);
  }

  /** Why a call has failed. When its time ended during a dial, that is why the dial before has failed, if it has. */
  #reasonOf(error: ServiceError): ServiceError {
    this.#learn(error);
    if (this.#hasFailed) this.#failure = error;
    const isDialling = error.code === status.DEADLINE_EXCEEDED && neverConnected(error.details);
    return isDialling ? (this.#failure ?? error) : error;
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
