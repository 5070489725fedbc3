import type { MembersState } from '@shared/contract/members';
import type { Disposable } from '../base/lifecycle';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';
import { Shared } from '../base/shared';
import type { Credentials } from '../etcd/links/credentials';
import { isLeaderLost } from '../members/leader';
import { MemberObserver } from '../members/observer';

export interface ObservedMembersOptions {
  readonly endpoints: readonly string[];
  readonly credentials: Credentials;
  readonly intervalMs: () => number;
  readonly log: Log;
}

/**
 * How long members stay observed after the last listener leaves, so that a window that reloads finds them.
 * Milliseconds.
 */
const LINGER_MS = 5000;

/** The members of a remote cluster. They are polled only while somebody listens. */
export class ObservedMembers implements Disposable {
  /** The members as last seen; they are polled while this has listeners. */
  readonly state: Live<MembersState>;
  #options: ObservedMembersOptions;
  readonly #state = new LiveValue<MembersState>({ rows: [], leader: null, clusters: null });
  readonly #observer = new Shared(() => this.#observe(), LINGER_MS);

  constructor(options: ObservedMembersOptions) {
    this.#options = options;
    this.state = this.#observer.live(
      () => this.#state.value,
      (listener) => this.#state.onChange(listener),
    );
  }

  /** Switches to these endpoints or credentials. */
  reconnect(changed: Pick<ObservedMembersOptions, 'endpoints' | 'credentials'>): void {
    this.#options = { ...this.#options, ...changed };
    void this.#observer.renew();
  }

  /** Whether nobody leads, as far as is known now: see `isLeaderLost`. False while nobody listens. */
  get leaderLost(): boolean {
    const observer = this.#observer.value;
    return observer ? isLeaderLost(observer.state.value) : false;
  }

  async refresh(): Promise<void> {
    await this.#observer.value?.refresh();
  }

  dispose(): void {
    void this.#observer.dispose();
  }

  #observe(): MemberObserver {
    const { endpoints, credentials, intervalMs, log } = this.#options;
    const observer = new MemberObserver({ intervalMs, log, credentials });
    observer.state.onChange(() => (this.#state.value = observer.state.value));
    observer.setEndpoints(
      endpoints.map((url) => ({ url, name: url.replace(/^https?:\/\//, ''), running: true })),
    );
    return observer;
  }
}
