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
import type { FailureData } from '@shared/contract/failures';
import type { Disposable } from '../../base/lifecycle';
import { Listeners } from '../../base/listeners';
import type { Live } from '../../base/live';
import { LiveValue } from '../../base/live';
import type { Log } from '../../base/log';
import { Failure, isFailure } from '../../base/failure';
import { mayRepeat, writes } from '../rpcs';
import { orCancelled } from '../signals';
import { type Attempting, attempts, FRESH_MS } from './attempts';
import type { CallOptions, StreamOptions } from './channel';
import { EtcdChannel } from './channel';
import type { Credentials } from './credentials';
import { type EndpointHealth, EndpointLink } from './endpoint-link';
import { exchange, type ExchangeOptions } from './exchange';
import { HeldWrites } from './held-writes';
import { type ClusterGroup, Lineage } from './lineage';
import { firstWithLeader } from './race';
import { admit } from './wire';

export interface EtcdClientOptions {
  /** URLs such as `http://127.0.0.1:2379`, one for each member of one cluster. BAD_INPUT when one is not a URL. */
  readonly endpoints: readonly string[];
  /** Our identity and trusted CAs: see `openCredentials`. Neither when omitted, which suits plain endpoints. */
  readonly credentials?: Credentials;
  /** Whether it is known now that nobody leads; a write is then held. Never, when omitted. */
  readonly leaderLost?: () => boolean;
  readonly log: Log;
  /** Milliseconds, monotonic; for tests. */
  readonly clock?: () => number;
}

/** etcdctl's default, on a link without delay. Milliseconds. */
const DEADLINE_MS = 5000;
/** Endpoints that answer with one member ID are asked in turn so many times, to tell one member from two. */
const TURNS = 4;

/**
 * Calls to a cluster whose endpoints may be dead or hung. Each call goes to an endpoint that answers and knows a
 * leader. A read moves to another member when its member fails or hangs, within a second and a half. A write is held
 * while the cluster has no leader, or only one that is known to be dead. It is sent once, and only to an endpoint that
 * is known to answer; if its outcome cannot be known, it fails with OUTCOME_UNKNOWN. When the endpoints turn out to be different clusters, nothing is sent
 * any more: every call fails with DIFFERENT_CLUSTERS until there are other endpoints.
 */
export class EtcdClient implements Disposable {
  /** The writes that wait for a leader. */
  readonly held = new HeldWrites();
  /** Which cluster the endpoints lead to, as told by all answers. */
  readonly lineage: Lineage;
  readonly #clock: () => number;
  readonly #health = new LiveValue<readonly EndpointHealth[]>([]);
  #endpoints: readonly string[] = [];
  #links: readonly EndpointLink[] = [];
  readonly #attempting: Attempting;
  #credentials: Credentials | undefined;
  #current: EndpointLink | null = null;
  readonly #reconnected = new Listeners();
  readonly #clusters: Disposable;
  #comparing: Promise<void> | null = null;
  #disposed = false;

  constructor(options: EtcdClientOptions) {
    const { endpoints, credentials, log, leaderLost = () => false } = options;
    const { clock = () => performance.now() } = options;
    this.#clock = clock;
    this.#credentials = credentials;
    this.lineage = credentials?.lineage ?? new Lineage();
    this.#attempting = { pick: (picked) => this.pick(picked), held: this.held, leaderLost, clock, log };
    this.#clusters = this.lineage.clusters.onChange(() => this.#clustersChanged());
    this.setEndpoints(endpoints);
  }

  /** The health of each endpoint, in their order, as seen by calls. */
  get health(): Live<readonly EndpointHealth[]> {
    return this.#health;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  get endpoints(): readonly string[] {
    return this.#endpoints;
  }

  /** The user that the client certificate names when no user is given; null without such a certificate. */
  get certificateUser(): string | null {
    return this.#credentials?.security.certificateUser ?? null;
  }

  /**
   * Replaces the endpoints. Those that remain keep their connection; calls to removed ones fail as if the member
   * had gone.
   */
  setEndpoints(endpoints: readonly string[]): void {
    if (this.#disposed) return;
    this.#endpoints = [...new Set(endpoints)];
    this.lineage.keep(this.#endpoints);
    this.#dial(this.lineage.clusters.value ? [] : this.#endpoints);
  }

  /**
   * Switches to another user or other trusted CAs: cancels calls in progress; watches resume on the new
   * connections.
   */
  reconnect({ endpoints, credentials }: Pick<EtcdClientOptions, 'endpoints' | 'credentials'>): void {
    if (this.#disposed) return;
    this.#dial([]);
    this.#credentials = credentials;
    this.lineage.restart(endpoints);
    this.setEndpoints(endpoints);
    this.#reconnected.tell();
  }

  /** Calls `listener` after each `reconnect`, when calls that were refused before may now be allowed. */
  onReconnect(listener: () => void): Disposable {
    return this.#reconnected.add(listener);
  }

  /**
   * A unary call with a deadline (default 5 s, and more on slow links). Bytes in the answer are views on the whole
   * answer: copy what you keep. Fails with NO_ENDPOINT, or the only endpoint's failure, when none answers; NO_LEADER
   * for a read when the cluster has had none for 5 s, or until the deadline; LEARNER; OUTCOME_UNKNOWN for a write whose
   * outcome is not known; READ_ONLY for a write on a read-only connection; and with the server's own errors.
   */
  async call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = this.#deadlineMs() }: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const message = await this.#prepared(method, request, signal);
    const task = { action: method.name, read: mayRepeat(method), deadlineMs, signal };
    return attempts(this.#attempting, task, (link, attempt, leftMs) =>
      link.call((channel) =>
        channel.unary(method, message, { signal: attempt, deadlineMs: leftMs, needsLeader: true }),
      ),
    );
  }

  /**
   * A unary call to the member at one of the endpoints, and to no other. Fails as the channel's `unary` does, and with
   * NOT_FOUND when there is no such endpoint.
   */
  async callAt<I extends DescMessage, O extends DescMessage>(
    endpoint: string,
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = this.#deadlineMs() }: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const message = await this.#prepared(method, request, signal);
    this.#refuseDivided();
    const link = this.#links.find((each) => each.endpoint === endpoint);
    if (!link) throw new Failure('NOT_FOUND', { what: 'node', name: endpoint });
    return link.call((channel) => channel.unary(method, message, { ...(signal && { signal }), deadlineMs }));
  }

  /** One request and its answer over a bidirectional call such as keep-alive. Fails as `call` does. */
  async exchange<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = this.#deadlineMs(), subject = {} }: ExchangeOptions = {},
  ): Promise<MessageShape<O>> {
    this.#admit(method, null);
    const task = { action: method.name, read: mayRepeat(method), deadlineMs, signal };
    return attempts(this.#attempting, task, (link, attempt, leftMs) =>
      link.call((channel) =>
        exchange(channel, method, request, { signal: attempt, deadlineMs: leftMs, subject }),
      ),
    );
  }

  /**
   * A server-streaming call to one member that answers and knows a leader: see the channel's `receive`. A broken
   * stream is not resumed on another member, because only the caller knows what it has received.
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
   * Picks an endpoint that answers and knows a leader: the last one used, if it answered within `freshMs` and is
   * not to be avoided; else the first to confirm it now. For streams, which then live on its channel.
   */
  async pick({
    freshMs = FRESH_MS,
    avoid,
  }: { freshMs?: number; avoid?: EndpointLink } = {}): Promise<EndpointLink> {
    this.#refuseDivided();
    const current = this.#current;
    if (current && current !== avoid && current.answeredWithin(freshMs)) return current;
    const others = this.#links.filter((link) => link !== avoid);
    const found = await firstWithLeader(others).catch((error: unknown) => {
      // What is true of all others is not yet true of the one to be avoided.
      if (others.length === this.#links.length) throw error;
      return firstWithLeader(this.#links);
    });
    this.#current = found;
    return found;
  }

  /** Probes every endpoint and waits until each has answered or failed: see `EndpointLink.probe`. */
  async check(): Promise<readonly EndpointHealth[]> {
    await Promise.all(this.#links.map((link) => link.probe().catch(() => undefined)));
    return this.#health.value;
  }

  dispose(): void {
    this.#disposed = true;
    void this.#clusters.dispose();
    for (const link of this.#links) link.dispose();
  }

  #dial(endpoints: readonly string[]): void {
    const old = new Map(this.#links.map((link) => [link.endpoint, link]));
    this.#links = endpoints.map((endpoint) => old.get(endpoint) ?? this.#link(endpoint));
    for (const [endpoint, link] of old) if (!endpoints.includes(endpoint)) link.dispose();
    if (this.#current && !this.#links.includes(this.#current)) this.#current = null;
    this.#publish();
  }

  #clustersChanged(): void {
    const divided = this.lineage.clusters.value !== null;
    this.#dial(divided ? [] : this.#endpoints);
    if (!divided) this.#reconnected.tell();
  }

  /** The request, once it may be sent. */
  async #prepared<I extends DescMessage>(
    method: DescMethod & { readonly input: I },
    request: MessageInitShape<I>,
    signal: AbortSignal | undefined,
  ): Promise<MessageShape<I>> {
    const message = create(method.input, request);
    this.#admit(method, message);
    if (writes(method, message)) await orCancelled(this.#acquainted(), signal, method.name);
    return message;
  }

  /**
   * Resolves when each endpoint has once answered or failed. A first write waits for that, since the endpoints might be
   * different clusters.
   */
  async #acquainted(): Promise<void> {
    if (this.#links.length < 2) return;
    const unknown = this.#links.filter(({ health }) => health.state === 'unknown');
    await Promise.all(unknown.map((link) => link.probe().catch(() => undefined)));
    await this.#comparing;
  }

  /** Asks endpoints that answer with one member ID in turn; `lineage` judges by their answers. */
  async #compare(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) {
      for (const link of this.#links) {
        if (link.health.state === 'answers') await link.probe().catch(() => undefined);
      }
    }
  }

  #refuseDivided(): void {
    const { value: clusters } = this.lineage.clusters;
    if (clusters) throw new Failure('DIFFERENT_CLUSTERS', { clusters: asData(clusters) });
  }

  /** Checked here, too, so that no member is even looked for. */
  #admit(method: DescMethod, request: Message | null): void {
    admit(this.#credentials?.readOnly ?? false, method, request);
  }

  /** Long enough for the slowest of the endpoints, since any of them may take the call. */
  #deadlineMs(): number {
    return Math.max(DEADLINE_MS, ...this.#links.map(({ patience }) => patience.callMs(DEADLINE_MS)));
  }

  #link(endpoint: string): EndpointLink {
    const channel = new EtcdChannel(endpoint, { ...this.#credentials, lineage: this.lineage });
    return new EndpointLink(channel, this.#clock, () => this.#publish());
  }

  #publish(): void {
    this.#health.value = this.#links.map((link) => link.health);
    if (this.lineage.hasTwins) this.#comparing ??= this.#compare().finally(() => (this.#comparing = null));
  }
}

function asData(clusters: readonly ClusterGroup[]): FailureData<'DIFFERENT_CLUSTERS'>['clusters'] {
  return clusters.map(({ clusterId, endpoints }) => ({ clusterId, endpoints: [...endpoints] }));
}
