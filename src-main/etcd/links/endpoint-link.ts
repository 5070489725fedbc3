import { isDeepStrictEqual } from 'node:util';
import type { FailureValue } from '@shared/contract/failures';
import { Backoff } from '../../base/pace/backoff';
import { type Failure, isFailure } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import { pause } from '../../base/live';
import { Maintenance } from '../gen/maintenance_pb';
import { shown } from '../../base/large-parts';
import type { EtcdChannel } from './channel';
import type { Patience } from './patience';
import { showsLife } from './verdict';

/** The health of an endpoint, as the client's calls have seen it. */
export interface EndpointHealth {
  readonly endpoint: string;
  /** `unknown` until the first call. */
  readonly state: 'unknown' | 'answers' | 'fails';
  /** Why it fails; null when it does not fail. */
  readonly failure: FailureValue | null;
}

/** On a link without delay, a member that does not answer a probe within this time counts as hung. Milliseconds. */
const PROBE_MS = 1000;
/** Probes are sent without a user, which would cost an extra call. */
const probeOptions = { needsLeader: true, anonymous: true };

/** One endpoint of a client: its channel, and its health as seen by calls. */
export class EndpointLink implements Disposable {
  readonly #clock: () => number;
  readonly #changed: () => void;
  readonly #lost: Disposable;
  #health: EndpointHealth;
  readonly #losses: Backoff;
  readonly #ended = new AbortController();
  #answeredAt = -Infinity;
  #version = '';
  #probe: Promise<boolean> | null = null;

  constructor(
    readonly channel: EtcdChannel,
    clock: () => number,
    changed: () => void,
  ) {
    this.#clock = clock;
    this.#changed = changed;
    this.#losses = new Backoff(clock);
    this.#health = { endpoint: channel.endpoint, state: 'unknown', failure: null };
    // A probe follows each lost connection, so that the health shown is right even while no calls are made.
    this.#lost = channel.onLost(() => void this.#lookAfter());
  }

  get endpoint(): string {
    return this.channel.endpoint;
  }

  get patience(): Patience {
    return this.channel.patience;
  }

  get health(): EndpointHealth {
    return this.#health;
  }

  /** The version of its etcd, such as 3.6.14; empty when it has not told. */
  get version(): string {
    return this.#version;
  }

  /** Whether it answered within the last `ms` and has not failed since. */
  answeredWithin(ms: number): boolean {
    return this.#health.state === 'answers' && this.#clock() - this.#answeredAt <= ms;
  }

  /**
   * Asks whether the endpoint answers and knows a leader; concurrent callers share one call. `false` means a
   * member without a leader. Costs a member almost nothing and needs no quorum. Fails within a second, over a slow
   * link within a few round trips.
   */
  probe(): Promise<boolean> {
    this.#probe ??= this.#ask().finally(() => (this.#probe = null));
    return this.#probe;
  }

  /** Makes a call on its channel and updates the health from the outcome. */
  async call<T>(run: (channel: EtcdChannel) => Promise<T>): Promise<T> {
    try {
      const answer = await run(this.channel);
      this.#answered();
      return answer;
    } catch (error) {
      if (isFailure(error)) this.learn(error);
      throw error;
    }
  }

  /** Updates the health after a failed call. */
  learn(failure: Failure): void {
    // Neither says anything about the endpoint: such a call is cancelled or not even sent.
    if (failure.code === 'CANCELLED' || failure.code === 'READ_ONLY') return;
    if (showsLife(failure)) this.#answered();
    else this.#failed(failure.value);
  }

  dispose(): void {
    this.#ended.abort();
    void this.#lost.dispose();
    this.channel.dispose();
  }

  /** A server that drops each connection is not dialled in a loop. */
  async #lookAfter(): Promise<void> {
    await pause(this.#losses.next(), this.#ended.signal);
    if (!this.#ended.signal.aborted) await this.probe().catch(() => undefined);
  }

  async #ask(): Promise<boolean> {
    try {
      const deadlineMs = this.patience.answerMs(PROBE_MS);
      const { version } = await this.call((channel) =>
        channel.unary(Maintenance.method.status, {}, { ...probeOptions, deadlineMs }),
      );
      this.#version = shown(version);
      return true;
    } catch (error) {
      if (!isFailure(error) || !showsLife(error)) throw error;
      // Newer servers show their status to users only, but they check for a leader before they check the
      // user.
      return error.code !== 'NO_LEADER';
    }
  }

  #answered(): void {
    this.#answeredAt = this.#clock();
    if (this.#health.state !== 'answers') this.#set({ ...this.#health, state: 'answers', failure: null });
  }

  #failed(failure: FailureValue): void {
    const { state, failure: old } = this.#health;
    if (state === 'fails' && isDeepStrictEqual(old, failure)) return;
    this.#set({ ...this.#health, state: 'fails', failure });
  }

  #set(health: EndpointHealth): void {
    this.#health = health;
    this.#changed();
  }
}
