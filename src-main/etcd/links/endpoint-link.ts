import { isDeepStrictEqual } from 'node:util';
import type { FailureValue } from '@shared/contract/failures';
import type { Failure } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import { isFailure } from '../failures';
import { Maintenance } from '../gen/maintenance_pb';
import type { EtcdChannel } from './channel';
import { showsLife } from './verdict';

/** How an endpoint is, as the calls of its client know it. */
export interface EndpointHealth {
  readonly endpoint: string;
  /** `unknown` until it was asked. */
  readonly state: 'unknown' | 'answers' | 'fails';
  /** Why it fails; null when it does not. */
  readonly failure: FailureValue | null;
}

/** A member that does not say how it is within this time is taken for hung. Without a user: that costs a call more. */
const probeOptions = { deadlineMs: 1000, needsLeader: true, anonymous: true };

/** One endpoint of a client: its channel, and what calls on it have shown. */
export class EndpointLink implements Disposable {
  readonly #clock: () => number;
  readonly #changed: () => void;
  readonly #lost: Disposable;
  #health: EndpointHealth;
  #answeredAt = -Infinity;
  #probe: Promise<boolean> | null = null;

  constructor(
    readonly channel: EtcdChannel,
    clock: () => number,
    changed: () => void,
  ) {
    this.#clock = clock;
    this.#changed = changed;
    this.#health = { endpoint: channel.endpoint, state: 'unknown', failure: null };
    // A connection that breaks while nobody calls is looked after at once: what is shown stays true.
    this.#lost = channel.onLost(() => void this.probe().catch(() => undefined));
  }

  get endpoint(): string {
    return this.channel.endpoint;
  }

  get health(): EndpointHealth {
    return this.#health;
  }

  /** Whether it was heard of within the last `ms`, and has not failed since. */
  answeredWithin(ms: number): boolean {
    return this.#health.state === 'answers' && this.#clock() - this.#answeredAt <= ms;
  }

  /**
   * Asks whether it answers and knows a leader; those who ask meanwhile share the call. `false` is a member without a
   * leader. Costs a member next to nothing, and needs no quorum. Fails within a second.
   */
  probe(): Promise<boolean> {
    this.#probe ??= this.#ask().finally(() => (this.#probe = null));
    return this.#probe;
  }

  /** One call on its channel, of which it learns how the endpoint is. */
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

  /** A call on it failed. */
  learn(failure: Failure): void {
    // Neither was sent, or says anything of the endpoint.
    if (failure.code === 'CANCELLED' || failure.code === 'READ_ONLY') return;
    if (showsLife(failure)) this.#answered();
    else this.#failed(failure.value);
  }

  dispose(): void {
    void this.#lost.dispose();
    this.channel.dispose();
  }

  async #ask(): Promise<boolean> {
    try {
      await this.call((channel) => channel.unary(Maintenance.method.status, {}, probeOptions));
      return true;
    } catch (error) {
      if (!isFailure(error) || !showsLife(error)) throw error;
      // Newer servers tell their status to users alone; but they look for the leader before they look for the user.
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
