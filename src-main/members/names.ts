import { errorText, Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { EtcdChannel } from '../etcd/links/channel';
import { memberList } from '../etcd/calls/cluster';
import { hexId } from '../etcd/ids';
import { MOST_MEMBERS } from '../etcd/limits';
import type { Clock } from './pace';

/** A member that the list lacks is looked up again after this time at the earliest. Milliseconds. */
const AGAIN_MS = 2000;

/** The names of members by their ID. Asks for the member list only when an unknown ID shows up. */
export class MemberNames {
  readonly #byId = new Map<string, string>();
  #notBefore = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
    private readonly log: Log,
  ) {}

  get byId(): ReadonlyMap<string, string> {
    return this.#byId;
  }

  /** Asks the member behind `channel` for the list if one of `ids` is unknown. Never fails. */
  async learn(channel: EtcdChannel, ids: readonly string[]): Promise<void> {
    if (ids.every((id) => this.#byId.has(id)) || this.clock() < this.#notBefore) return;
    this.#notBefore = this.clock() + AGAIN_MS;
    try {
      // A member that never started has no name.
      const found = (await memberList(channel)).filter(({ name }) => name !== '');
      if (this.#byId.size > MOST_MEMBERS) this.#byId.clear();
      for (const { ID, name } of found) this.#byId.set(hexId(ID), name);
      if (found.length > 0) this.changed();
    } catch (error) {
      if (error instanceof Failure && error.code === 'CANCELLED') return;
      this.log.warn('the member list could not be read', {
        endpoint: channel.endpoint,
        reason: errorText(error),
      });
    }
  }
}
