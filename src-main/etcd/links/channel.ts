import type {
  DescMessage,
  DescMethod,
  DescMethodBiDiStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { create, toBinary } from '@bufbuild/protobuf';
import type { FailureValue } from '@shared/contract/failures';
import { Failure, isFailure } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import { callFailure, wantsNewToken } from '../failures';
import { Auth } from '../gen/auth_pb';
import { direct, type Route } from '../route';
import { type Subject, subjectOf } from '../subject';
import { plainSecurity, type Security } from '../tls/security';
import { checkOf } from './answer';
import { Lineage } from './lineage';
import { Patience } from './patience';
import { EtcdStream, type StreamListener } from './stream';
import { noTokens, type Tokens } from './token';
import { Wire } from './wire';

export interface EtcdChannelOptions {
  /** Default deadline of calls, in milliseconds; etcdctl's default when omitted. */
  readonly deadlineMs?: number;
  /** Certificates for an `https` endpoint; when omitted, the system's CAs and no client certificate. */
  readonly security?: Security;
  /** The user of the calls; none when omitted. */
  readonly tokens?: Tokens;
  /** How to reach the endpoint; directly when omitted. */
  readonly route?: Route;
  /** Whether to refuse calls that write with READ_ONLY, before anything is sent; false when omitted. */
  readonly readOnly?: boolean;
  /** The round trip to reckon with until one was measured, in milliseconds; 0 when omitted. See `Patience`. */
  readonly roundTripMs?: number;
  /** Where answers tell about the cluster; shared by the channels to one cluster. */
  readonly lineage?: Lineage;
}

export interface CallOptions {
  /** Cancels the call on both sides. */
  readonly signal?: AbortSignal;
  /** Milliseconds; the channel's default when omitted. Every call has a deadline. */
  readonly deadlineMs?: number;
}

export interface ChannelCallOptions extends CallOptions {
  /** Makes the member refuse at once, without any effect, while it knows no leader. */
  readonly needsLeader?: boolean;
  /** Sends the call without the user, for calls that need no user. */
  readonly anonymous?: boolean;
}

/** A stream has no deadline; a silent peer is noticed within 15 s. */
export type StreamOptions = Pick<CallOptions, 'signal'>;

const DEFAULT_DEADLINE_MS = 5000;

/**
 * Calls to one etcd endpoint, and to that member only. Dials at the first call and again after a lost connection.
 * Fails with BAD_INPUT when `endpoint` is not an endpoint's URL.
 */
export class EtcdChannel implements Disposable {
  /** Learns from each unary answer. */
  readonly patience: Patience;
  readonly #wire: Wire;
  readonly #deadlineMs: number;
  readonly #security: Security;
  readonly #route: Route;
  readonly #tokens: Tokens;
  readonly #lineage: Lineage;
  readonly #calls = new Set<{ cancel(): void }>();
  readonly #streams = new Set<{ fail(error: unknown): void }>();
  #closed = false;

  constructor(
    readonly endpoint: string,
    {
      deadlineMs = DEFAULT_DEADLINE_MS,
      security = plainSecurity,
      tokens = noTokens,
      route = direct,
      readOnly = false,
      roundTripMs = 0,
      lineage = new Lineage(),
    }: EtcdChannelOptions = {},
  ) {
    this.patience = new Patience(roundTripMs);
    this.#wire = new Wire(endpoint, { security, route, readOnly });
    this.#deadlineMs = deadlineMs;
    this.#security = security;
    this.#route = route;
    this.#tokens = tokens;
    this.#lineage = lineage;
  }

  /**
   * A unary call with a deadline. Without a connection it fails as soon as a dial has failed. Bytes in the answer
   * are views on the whole answer: copy what you keep. Fails with what `callFailure` makes of the error, and
   * READ_ONLY.
   */
  async unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: ChannelCallOptions = {},
  ): Promise<MessageShape<O>> {
    const message = create(method.input, request);
    this.#wire.admit(method, message);
    const token = await this.#token(options);
    try {
      return await this.#once(method, message, options, token);
    } catch (error) {
      const renewable = options.anonymous !== true && wantsNewToken(error) && this.#tokens.renew(token);
      if (!renewable) throw await this.#explain(error, method, message, options);
    }
    return this.#told(method, message, options, await this.#token(options));
  }

  /**
   * Opens a stream that lives until `dispose` or until it ends, which the listener is told. `subject` names what
   * the stream is about, for the text of a failure. Fails with CANCELLED when `signal` or the end of the channel
   * comes first, with READ_ONLY, and as calls do when there is no token.
   */
  async stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    listener: StreamListener<MessageShape<O>, Failure>,
    { signal, subject = {} }: { signal?: AbortSignal; subject?: Subject } = {},
  ): Promise<EtcdStream<I>> {
    this.#wire.admit(method, null);
    const token = await this.#token({ ...(signal && { signal }) });
    if (this.#closed || signal?.aborted) throw new Failure('CANCELLED', { action: method.name });
    const call = this.#wire.stream(method, { token, needsLeader: true });
    const failed = { endpoint: this.endpoint, method: method.name, subject, user: this.#tokens.user };
    const stream = new EtcdStream(method.input, call, {
      // gRPC decoded it with the method's output type.
      message: (answer) => listener.message(answer as MessageShape<O>),
      ended: (error) => {
        this.#streams.delete(stream);
        if (wantsNewToken(error)) this.#tokens.renew(token);
        const failure = callFailure(error, { ...failed, deadlineMs: 0, cancelled: this.#closed });
        void this.#why(failure).then((explained) => listener.ended(explained));
      },
    });
    this.#streams.add(stream);
    return stream;
  }

  /**
   * A server-streaming call, read at the caller's pace: at most 16 answers are read ahead, then the member waits.
   * Leaving the loop ends the call on both sides. Retries when only the token was refused. With `needsLeader` the
   * member ends the call when it loses its leader. Fails as `unary` does, but has no deadline; the answers before
   * a failure are incomplete.
   */
  async *receive<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    options: Omit<ChannelCallOptions, 'deadlineMs'> = {},
  ): AsyncGenerator<MessageShape<O>, void, undefined> {
    const message = create(method.input, request);
    this.#wire.admit(method, message);
    for (let renewable = options.anonymous !== true; ; renewable = false) {
      const token = await this.#token(options);
      try {
        for await (const answer of this.#answers(method, message, options, token)) {
          renewable = false;
          yield answer;
        }
        return;
      } catch (error) {
        if (!(renewable && wantsNewToken(error) && this.#tokens.renew(token)))
          throw await this.#explain(error, method, message, { ...options, deadlineMs: 0 });
      }
    }
  }

  /** Calls `listener` each time an open connection is lost, which reveals a killed process at once. */
  onLost(listener: () => void): Disposable {
    return this.#wire.onLost(listener);
  }

  /** Cancels all calls and closes the connection. */
  dispose(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const call of this.#calls) call.cancel();
    for (const stream of this.#streams) stream.fail(new Error('closed'));
    this.#wire.dispose();
  }

  #token(options: ChannelCallOptions): Promise<string | null> {
    if (options.anonymous === true) return Promise.resolve(null);
    const { authenticate } = Auth.method;
    return this.#tokens.get((request) =>
      this.#told(authenticate, create(authenticate.input, request), options, null),
    );
  }

  /** One attempt; fails with a failure. */
  async #told<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    message: MessageShape<I>,
    options: ChannelCallOptions,
    token: string | null,
  ): Promise<MessageShape<O>> {
    try {
      return await this.#once(method, message, options, token);
    } catch (error) {
      throw await this.#explain(error, method, message, options);
    }
  }

  /** One attempt; fails with gRPC's own error. */
  #once<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    message: MessageShape<I>,
    { signal, deadlineMs = this.#deadlineMs, needsLeader = false }: ChannelCallOptions,
    token: string | null,
  ): Promise<MessageShape<O>> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(toError(error));
      if (this.#closed || signal?.aborted) {
        fail(signal?.reason);
        return;
      }
      const cancel = () => call.cancel();
      const sentAt = performance.now();
      const asked = this.#lineage.ask();
      const fields = { token, needsLeader, deadline: Date.now() + deadlineMs };
      const call = this.#wire.unary(method, message, fields, (error, answer) => {
        signal?.removeEventListener('abort', cancel);
        this.#calls.delete(call);
        if (answer === undefined || error !== null) {
          fail(error);
          return;
        }
        this.patience.heard(performance.now() - sentAt);
        const take = () => {
          this.#lineage.heard(this.endpoint, asked, method, message, answer);
          resolve(answer);
        };
        const checking = checkOf(method.output, answer, signal);
        if (checking === null) take();
        else checking.then(() => (this.#closed ? fail(new Error('closed')) : take())).catch(fail);
      });
      this.#calls.add(call);
      signal?.addEventListener('abort', cancel);
    });
  }

  /** One attempt; fails with gRPC's own error. */
  async *#answers<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    message: MessageShape<I>,
    { signal, needsLeader = false }: ChannelCallOptions,
    token: string | null,
  ): AsyncGenerator<MessageShape<O>, void, undefined> {
    if (this.#closed || signal?.aborted) throw toError(signal?.reason);
    const call = this.#wire.receive(method, message, { token, needsLeader });
    const cancel = () => call.cancel();
    // An error after the loop was left does not matter.
    call.on('error', () => undefined);
    this.#calls.add(call);
    signal?.addEventListener('abort', cancel);
    try {
      // gRPC decoded each answer with the method's output type.
      for await (const answer of call) yield answer as MessageShape<O>;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#calls.delete(call);
      call.cancel();
    }
  }

  #explain<I extends DescMessage>(
    error: unknown,
    method: DescMethod & { readonly input: I },
    message: MessageShape<I>,
    { signal, deadlineMs = this.#deadlineMs, anonymous = false }: ChannelCallOptions,
  ) {
    const failure = callFailure(error, {
      endpoint: this.endpoint,
      method: method.name,
      deadlineMs,
      cancelled: this.#closed || signal?.aborted === true,
      subject: subjectOf(message),
      user: anonymous ? null : this.#tokens.user,
      bytes: toBinary(method.input, message).byteLength,
    });
    return this.#why(failure);
  }

  async #why(failure: Failure): Promise<Failure> {
    const explained = await this.#security.explain(this.endpoint, failure, this.#route);
    const name = this.#tokens.user === null ? this.#security.certificateUser : null;
    return name === null ? explained : this.#aboutUser(name, explained);
  }

  /** Names the user of our certificate, and says so when there is no such user: users may look themselves up. */
  async #aboutUser(user: string, failure: Failure): Promise<Failure> {
    const { endpoint } = this;
    const { value } = failure;
    if (!isAboutUser(value)) return failure;
    try {
      await this.unary(Auth.method.userGet, { name: user });
    } catch (error) {
      if (saysNoSuchUser(error))
        return new Failure('CERTIFICATE_USER_UNKNOWN', { endpoint, user }, { cause: failure });
    }
    if (value.code !== 'PERMISSION_DENIED') return failure;
    return new Failure('PERMISSION_DENIED', { ...value.data, user }, { cause: failure.cause });
  }
}

/**
 * Whether the user of a certificate is worth looking up. Not for Status, which is asked every second, and which many
 * users may not see; and not for the look-up itself.
 */
function isAboutUser(failure: FailureValue): boolean {
  if (failure.code === 'AUTH_REQUIRED') return true;
  return (
    failure.code === 'PERMISSION_DENIED' && !['Status', 'UserGet', 'RoleGet'].includes(failure.data.action)
  );
}

function saysNoSuchUser(error: unknown): boolean {
  if (!isFailure(error)) return false;
  const { value } = error;
  return value.code === 'ETCD_ERROR' && value.data.message === 'user name not found';
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
