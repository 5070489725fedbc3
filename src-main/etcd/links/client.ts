import type {
  DescMessage,
  DescMethod,
  DescMethodBiDiStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  Message,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import type { Disposable } from '../../base/lifecycle';
import { Listeners } from '../../base/listeners';
import type { Live } from '../../base/live';
import { LiveValue } from '../../base/live';
import type { Log } from '../../base/log';
import { isFailure } from '../failures';
import { mayRepeat } from '../rpcs';
import { orCancelled } from '../signals';
import { type Attempting, attempts, FRESH_MS } from './attempts';
import type { CallOptions, StreamOptions } from './channel';
import { EtcdChannel } from './channel';
import type { Credentials } from './credentials';
import { type EndpointHealth, EndpointLink } from './endpoint-link';
import { exchange, type ExchangeOptions } from './exchange';
import { firstWithLeader } from './race';
import { admit } from './wire';

export interface EtcdClientOptions {
  /** URLs such as `http://127.0.0.1:2379`: one member each, of one cluster. BAD_INPUT on what is none. */
  readonly endpoints: readonly string[];
  /** Who we are, and whom we trust: see `openCredentials`. Nobody and nobody when left out: for plain endpoints. */
  readonly credentials?: Credentials;
  readonly log: Log;
  /** Milliseconds, monotonic; for tests. */
  readonly clock?: () => number;
}

/** etcdctl's own. Milliseconds. */
const DEADLINE_MS = 5000;
/**
 * Calls on a cluster of which some endpoints may be dead or hung: each goes to one that answers and knows a leader.
 * A read goes on elsewhere when its member fails or hangs, within a second and a half. A write is sent once, and only
 * to an endpoint that is known to answer; when nobody can say what became of it, it fails with OUTCOME_UNKNOWN.
 */
export class EtcdClient implements Disposable {
  readonly #clock: () => number;
  readonly #health = new LiveValue<readonly EndpointHealth[]>([]);
  #links: readonly EndpointLink[] = [];
  readonly #attempting: Attempting;
  #credentials: Credentials | undefined;
  #current: EndpointLink | null = null;
  readonly #reconnected = new Listeners();
  #disposed = false;

  constructor(options: EtcdClientOptions) {
    const { endpoints, credentials, log, clock = () => performance.now() } = options;
    this.#clock = clock;
    this.#credentials = credentials;
    this.#attempting = { pick: (picked) => this.pick(picked), clock, log };
    this.setEndpoints(endpoints);
  }

  /** How each endpoint is, in their order, as calls have shown it. */
  get health(): Live<readonly EndpointHealth[]> {
    return this.#health;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  get endpoints(): readonly string[] {
    return this.#links.map(({ endpoint }) => endpoint);
  }

  /** Whom etcd takes us for when no user is named: by the certificate. null when there is none either. */
  get certificateUser(): string | null {
    return this.#credentials?.security.certificateUser ?? null;
  }

  /** From now on these. Those that stay keep their connection; calls on others fail as if they had gone. */
  setEndpoints(endpoints: readonly string[]): void {
    if (this.#disposed) return;
    const old = new Map(this.#links.map((link) => [link.endpoint, link]));
    const wanted = [...new Set(endpoints)];
    this.#links = wanted.map((endpoint) => old.get(endpoint) ?? this.#link(endpoint));
    for (const [endpoint, link] of old) if (!wanted.includes(endpoint)) link.dispose();
    if (this.#current && !this.#links.includes(this.#current)) this.#current = null;
    this.#publish();
  }

  /** As another user, or trusting others: calls under way are cancelled, watches go on at the new connections. */
  reconnect({ endpoints, credentials }: Pick<EtcdClientOptions, 'endpoints' | 'credentials'>): void {
    if (this.#disposed) return;
    this.setEndpoints([]);
    this.#credentials = credentials;
    this.setEndpoints(endpoints);
    this.#reconnected.tell();
  }

  /** Calls `listener` after each `reconnect`: nothing that was refused before has to be refused now. */
  onReconnect(listener: () => void): Disposable {
    return this.#reconnected.add(listener);
  }

  /**
   * One call, one answer, within its deadline (5 s unless told). Bytes in the answer are views on all of it: copy
   * what is kept. Fails with NO_ENDPOINT or the one endpoint's failure when none answers, NO_LEADER while the cluster
   * has none, OUTCOME_UNKNOWN for a write of which nothing is known, READ_ONLY for one that may not be sent, and with what
   * the server itself says.
   */
  async call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = DEADLINE_MS }: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const message = create(method.input, request);
    this.#admit(method, message);
    const task = { action: method.name, read: mayRepeat(method), until: this.#clock() + deadlineMs, signal };
    return attempts(this.#attempting, task, (link, attempt) => {
      const leftMs = Math.max(1, task.until - this.#clock());
      return link.call((channel) =>
        channel.unary(method, message, { signal: attempt, deadlineMs: leftMs, needsLeader: true }),
      );
    });
  }

  /** One question and its answer over a call that is made for many, such as keep-alive. Fails as `call` does. */
  async exchange<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = DEADLINE_MS, subject = {} }: ExchangeOptions = {},
  ): Promise<MessageShape<O>> {
    this.#admit(method, null);
    const task = { action: method.name, read: mayRepeat(method), until: this.#clock() + deadlineMs, signal };
    return attempts(this.#attempting, task, (link, attempt) => {
      const leftMs = Math.max(1, task.until - this.#clock());
      return link.call((channel) =>
        exchange(channel, method, request, { signal: attempt, deadlineMs: leftMs, subject }),
      );
    });
  }

  /**
   * One question and many answers, all from one member that answers and knows a leader: see the channel's `receive`. A
   * stream that breaks off is not taken up elsewhere: only the caller knows what it has got already.
   */
  async *receive<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    { signal }: StreamOptions = {},
  ): AsyncGenerator<MessageShape<O>, void, undefined> {
    const message = create(method.input, request);
    this.#admit(method, message);
    const link = await orCancelled(this.pick(), signal, method.name);
    try {
      yield* link.channel.receive(method, message, { needsLeader: true, ...(signal && { signal }) });
    } catch (error) {
      if (isFailure(error)) link.learn(error);
      throw error;
    }
  }

  /**
   * An endpoint that answers and knows a leader: the one used last if it was heard of within `freshMs` and is not to
   * be avoided, else the first to say so now. For streams, which then live on its channel.
   */
  async pick({
    freshMs = FRESH_MS,
    avoid,
  }: { freshMs?: number; avoid?: EndpointLink } = {}): Promise<EndpointLink> {
    const current = this.#current;
    if (current && current !== avoid && current.answeredWithin(freshMs)) return current;
    const others = this.#links.filter((link) => link !== avoid);
    const found = await firstWithLeader(others.length > 0 ? others : this.#links);
    this.#current = found;
    return found;
  }

  /** Asks every endpoint how it is, and waits until each has answered or failed: a second at most. */
  async check(): Promise<readonly EndpointHealth[]> {
    await Promise.all(this.#links.map((link) => link.probe().catch(() => undefined)));
    return this.#health.value;
  }

  dispose(): void {
    this.#disposed = true;
    for (const link of this.#links) link.dispose();
  }

  /** Here too, so that no member is even looked for. */
  #admit(method: DescMethod, request: Message | null): void {
    admit(this.#credentials?.readOnly ?? false, method, request);
  }

  #link(endpoint: string): EndpointLink {
    const channel = new EtcdChannel(endpoint, this.#credentials);
    return new EndpointLink(channel, this.#clock, () => this.#publish());
  }

  #publish(): void {
    this.#health.value = this.#links.map((link) => link.health);
  }
}
