import type {
  DescMessage,
  DescMethodBiDiStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue, pause } from '../base/live';
import type { Log } from '../base/log';
import { isRead } from './calls';
import type { CallOptions } from './channel';
import { EtcdChannel } from './channel';
import type { Credentials } from './credentials';
import { type EndpointHealth, EndpointLink } from './endpoint-link';
import { exchange, type ExchangeOptions } from './exchange';
import { asFailure } from './failures';
import { guarded, type GuardOptions } from './guard';
import { firstWithLeader, reasonOf } from './race';
import { orCancelled } from './signals';
import { verdictOf } from './verdict';

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
/** A write goes only to an endpoint that was heard of within this time, or is asked first. Milliseconds. */
const FRESH_MS = 1000;
/** How long a member may take to say how it is before a read on it is taken elsewhere, or a write given up. */
const READ_HUNG_MS = 500;
const WRITE_HUNG_MS = 1000;
/** Between attempts: long enough for an election not to be hurried by questions. Milliseconds. */
const AGAIN_PAUSE_MS = 100;

/** A call under way: what it is for, and until when. */
interface Task {
  readonly action: string;
  readonly read: boolean;
  /** On the client's clock. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Calls on a cluster of which some endpoints may be dead or hung: each goes to one that answers and knows a leader.
 * A read goes on elsewhere when its member fails or hangs, within a second and a half. A write is sent once, and only
 * to an endpoint that is known to answer; when nobody can say what became of it, it fails with OUTCOME_UNKNOWN.
 */
export class EtcdClient implements Disposable {
  readonly #options: EtcdClientOptions;
  readonly #clock: () => number;
  readonly #health = new LiveValue<readonly EndpointHealth[]>([]);
  #links: readonly EndpointLink[] = [];
  #current: EndpointLink | null = null;
  #disposed = false;

  constructor(options: EtcdClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.setEndpoints(options.endpoints);
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

  /**
   * One call, one answer, within its deadline (5 s unless told). Bytes in the answer are views on all of it: copy
   * what is kept. Fails with NO_ENDPOINT or the one endpoint's failure when none answers, NO_LEADER while the cluster
   * has none, OUTCOME_UNKNOWN for a write of which nothing is known, and with what the server itself says.
   */
  call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = DEADLINE_MS }: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const task = { action: method.name, read: isRead(method), until: this.#clock() + deadlineMs, signal };
    return this.#attempts(task, (link, attempt) => {
      const leftMs = Math.max(1, task.until - this.#clock());
      return link.call((channel) =>
        channel.unary(method, request, { signal: attempt, deadlineMs: leftMs, needsLeader: true }),
      );
    });
  }

  /** One question and its answer over a call that is made for many, such as keep-alive. May be asked twice. */
  exchange<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    request: MessageInitShape<I>,
    { signal, deadlineMs = DEADLINE_MS, subject = {} }: ExchangeOptions = {},
  ): Promise<MessageShape<O>> {
    const task = { action: method.name, read: true, until: this.#clock() + deadlineMs, signal };
    return this.#attempts(task, (link, attempt) => {
      const leftMs = Math.max(1, task.until - this.#clock());
      return link.call((channel) =>
        exchange(channel, method, request, { signal: attempt, deadlineMs: leftMs, subject }),
      );
    });
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

  #link(endpoint: string): EndpointLink {
    const channel = new EtcdChannel(endpoint, this.#options.credentials);
    return new EndpointLink(channel, this.#clock, () => this.#publish());
  }

  /** Tries until an attempt succeeds, the cluster itself refuses, or its time is over. */
  async #attempts<T>(task: Task, send: (link: EndpointLink, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { read, signal } = task;
    const guard: GuardOptions = {
      signal,
      needsLeader: read,
      hungAfterMs: read ? READ_HUNG_MS : WRITE_HUNG_MS,
    };
    let avoid: EndpointLink | null = null;
    for (;;) {
      const link = await this.#pickFor(task, avoid);
      try {
        return await guarded(link, (attempt) => send(link, attempt), guard);
      } catch (error) {
        const failure = asFailure(error);
        const verdict = verdictOf(failure);
        if (verdict === 'final') throw failure;
        if (verdict === 'unclear' && !read) throw outcomeUnknown(failure, link.endpoint, task.action);
        await this.#waitBefore(task, failure);
        avoid = link;
      }
    }
  }

  /** Waits out an election. */
  async #pickFor(task: Task, avoid: EndpointLink | null): Promise<EndpointLink> {
    const freshMs = task.read ? Infinity : FRESH_MS;
    for (;;) {
      try {
        return await orCancelled(this.pick({ freshMs, ...(avoid && { avoid }) }), task.signal, task.action);
      } catch (error) {
        const failure = asFailure(error);
        if (failure.code !== 'NO_LEADER') throw failure;
        await this.#waitBefore(task, failure);
      }
    }
  }

  /** Pauses before another attempt; fails with `failure` when there is no time for one. */
  async #waitBefore({ until, action, signal }: Task, failure: Failure): Promise<void> {
    if (this.#disposed || signal?.aborted || this.#clock() + AGAIN_PAUSE_MS >= until) throw failure;
    this.#options.log.info('a call is tried again', { action, ...failure.value });
    await pause(AGAIN_PAUSE_MS, signal);
    if (signal?.aborted) throw new Failure('CANCELLED', { action });
  }

  #publish(): void {
    this.#health.value = this.#links.map((link) => link.health);
  }
}

function outcomeUnknown(failure: Failure, endpoint: string, action: string): Failure {
  const reason = reasonOf(failure);
  return new Failure('OUTCOME_UNKNOWN', { endpoint, action, reason }, { cause: failure });
}
