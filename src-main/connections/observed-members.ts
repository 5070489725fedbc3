import type { MembersState } from '@shared/contract/members';
import { type Disposable, toDisposable } from '../base/lifecycle';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';
import type { Credentials } from '../etcd/credentials';
import { MemberObserver } from '../members/observer';

export interface ObservedMembersOptions {
  readonly endpoints: readonly string[];
  readonly credentials: Credentials;
  readonly intervalMs: () => number;
  readonly log: Log;
}

/** Who looks away and back again, as a window does that reloads, finds what was there. Milliseconds. */
const LINGER_MS = 5000;

/** The members of a cluster elsewhere. They are asked while somebody looks, and left alone while nobody does. */
export class ObservedMembers implements Disposable {
  /** As last seen; whoever listens looks. */
  readonly state: Live<MembersState>;
  #options: ObservedMembersOptions;
  readonly #state = new LiveValue<MembersState>({ rows: [], leader: null });
  #observer: MemberObserver | null = null;
  #lookers = 0;
  #linger: NodeJS.Timeout | undefined;

  constructor(options: ObservedMembersOptions) {
    this.#options = options;
    const seen = this.#state;
    this.state = {
      get value() {
        return seen.value;
      },
      onChange: (listener) => this.#look(seen.onChange(listener)),
    };
  }
  /** From now on of these endpoints. */
  reconnect(changed: Pick<ObservedMembersOptions, 'endpoints' | 'credentials'>): void {
    this.#options = { ...this.#options, ...changed };
    this.#rest();
    if (this.#lookers > 0) this.#observer = this.#observe();
  }

  async refresh(): Promise<void> {
    await this.#observer?.refresh();
  }

  dispose(): void {
    clearTimeout(this.#linger);
    this.#rest();
  }

  #look(subscription: Disposable): Disposable {
    this.#lookers++;
    clearTimeout(this.#linger);
    this.#observer ??= this.#observe();
    let ended = false;
    return toDisposable(() => {
      if (ended) return;
      ended = true;
      void subscription.dispose();
      if (--this.#lookers === 0) this.#linger = setTimeout(() => this.#rest(), LINGER_MS);
    });
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

  #rest(): void {
    this.#observer?.dispose();
    this.#observer = null;
  }
}
