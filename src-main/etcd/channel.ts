import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { ClientOptions, ClientUnaryCall } from '@grpc/grpc-js';
import { Client, connectivityState, credentials } from '@grpc/grpc-js';
import type { Disposable } from '../base/lifecycle';
import { toDisposable } from '../base/lifecycle';
import { dialTarget } from './endpoint';
import { callFailure } from './failures';

export interface EtcdChannelOptions {
  /** Of calls that name none, milliseconds; etcdctl's own default when left out. */
  readonly deadlineMs?: number;
}

export interface CallOptions {
  /** Cancels the call here and at the server. */
  readonly signal?: AbortSignal;
  /** Milliseconds; the channel's own when left out. Every call has one. */
  readonly deadlineMs?: number;
}

const DEFAULT_DEADLINE_MS = 5000;

const grpcOptions: ClientOptions = {
  // etcd answers with whatever was asked for; gRPC's own limit of 4 MiB fails on the first real keyspace.
  'grpc.max_receive_message_length': -1,
  /*
   * gRPC waits 1 s, then up to 2 min, before it dials again, which hides a node that came back. A refused dial on
   * loopback takes 0.2 ms; one to a dead host hangs in the system meanwhile and is not repeated.
   */
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 200,
  // Channels with the same options share connections and their backoff; a new channel must begin anew.
  'grpc.use_local_subchannel_pool': 1,
  // Finds a silent peer under long calls. Pings more often than every 5 s, or without a call, end in GOAWAY.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5000,
  // The nodes of a local cluster must not be looked for behind a proxy.
  'grpc.enable_http_proxy': 0,
  // etcd publishes no service config: saves a TXT query for each host name.
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_channelz': 0,
};

/**
 * A connection to one etcd endpoint, dialled at the first call and again whenever it is lost. Fails with BAD_INPUT
 * when `endpoint` is no URL of one. Calls on it reach that member alone.
 */
export class EtcdChannel implements Disposable {
  readonly #client: Client;
  readonly #deadlineMs: number;
  readonly #calls = new Set<ClientUnaryCall>();
  #closed = false;

  constructor(
    readonly endpoint: string,
    { deadlineMs = DEFAULT_DEADLINE_MS }: EtcdChannelOptions = {},
  ) {
    this.#client = new Client(dialTarget(endpoint), credentials.createInsecure(), grpcOptions);
    this.#deadlineMs = deadlineMs;
  }

  /**
   * One call, one answer, within its deadline. Without a connection it fails as soon as a dial has failed. Bytes in
   * the answer are views on all of it: copy what is kept. Fails with what `callFailure` makes of the error.
   */
  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = this.#deadlineMs }: CallOptions = {},
  ): Promise<MessageShape<O>> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        const cancelled = this.#closed || signal?.aborted === true;
        reject(callFailure(error, { endpoint: this.endpoint, method: method.name, deadlineMs, cancelled }));
      };
      if (this.#closed || signal?.aborted) {
        fail(signal?.reason);
        return;
      }
      const cancel = () => call.cancel();
      const call = this.#client.makeUnaryRequest<MessageShape<I>, MessageShape<O>>(
        `/${method.parent.typeName}/${method.name}`,
        (message) => asBuffer(toBinary(method.input, message)),
        (bytes) => fromBinary(method.output, bytes),
        create(method.input, request),
        { deadline: Date.now() + deadlineMs },
        (error, answer) => {
          signal?.removeEventListener('abort', cancel);
          this.#calls.delete(call);
          if (answer !== undefined && error === null) resolve(answer);
          else fail(error);
        },
      );
      this.#calls.add(call);
      signal?.addEventListener('abort', cancel);
    });
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

  /** Cancels what is under way and closes the connection. */
  dispose(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const call of this.#calls) call.cancel();
    this.#client.close();
  }
}

/** The same bytes as the kind that gRPC wants. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
