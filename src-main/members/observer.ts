import { isDeepStrictEqual } from 'node:util';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue } from '../base/live';
import type { Log } from '../base/log';
import type { EtcdChannel } from '../etcd/links/channel';
import type { Credentials } from '../etcd/links/credentials';
import { leaderOf } from './leader';
import { MemberNames } from './names';
import type { Clock } from './pace';
import { Trouble } from './pace';
import { MemberProbe } from './probe';
import type { ObservedEndpoint } from './row';

export interface MemberObserverOptions {
  /** How often a member is asked while all is well, milliseconds; read before each call. */
  readonly intervalMs: () => number;
  readonly log: Log;
  /** Who asks, and whom it trusts; nobody for plain endpoints without users. */
  readonly credentials?: Credentials;
  /** For tests. */
  readonly clock?: Clock;
}

/** After `expectChange` all are asked fast for so long: the default election timeout, twice over. Milliseconds. */
const EXPECT_MS = 4000;

/**
 * Knows how the members of one cluster are. It asks each endpoint for its own status (`Maintenance.Status`), each by
 * its own clock, so that one that hangs delays no other: every interval, and every 25 ms for up to 10 s while
 * something is about to change, which is when an endpoint is new or does not answer, a member has no leader, or the
 * leader does not answer. A connection that breaks is followed up at once.
 */
export class MemberObserver implements Disposable {
  readonly #options: MemberObserverOptions;
  readonly #clock: Clock;
  readonly #state = new LiveValue<MembersState>({ rows: [], leader: null });
  readonly #names: MemberNames;
  readonly #leaderless: Trouble;
  #endpoints: readonly ObservedEndpoint[] = [];
  #probes: ReadonlyMap<string, MemberProbe> = new Map();
  #expectUntil = 0;
  #holding = false;

  constructor(options: MemberObserverOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#leaderless = new Trouble(this.#clock, false);
    this.#names = new MemberNames(this.#clock, () => this.#publish(), options.log);
  }

  /** Rows in the order of the endpoints. A new value only when something in it changed. */
  get state(): Live<MembersState> {
    return this.#state;
  }

  /**
   * Observes these endpoints from now on. What is known of one that stays is kept, also while it does not run; one
   * that runs again is dialled afresh. A change of what runs is followed by a time of asking fast.
   */
  setEndpoints(endpoints: readonly ObservedEndpoint[]): void {
    const before = this.#endpoints;
    this.#endpoints = endpoints.map((each) => ({ ...each }));
    const old = this.#probes;
    const kept = new Map(endpoints.map(({ url }) => [url, old.get(url) ?? this.#probe(url)]));
    this.#probes = kept;
    for (const [url, probe] of old) if (!kept.has(url)) probe.dispose();
    this.#hold(() => {
      for (const endpoint of endpoints) kept.get(endpoint.url)?.update(endpoint);
    });
    this.#publish();
    if (!isDeepStrictEqual(before.map(whatRuns), endpoints.map(whatRuns))) this.expectChange();
  }

  /** Asks the endpoint of that name now, or all; those who want it at the same time share the calls. */
  async refresh(name?: string): Promise<void> {
    const asked = this.#endpoints.filter((each) => name === undefined || each.name === name);
    await Promise.all(asked.map(({ url }) => this.#probes.get(url)?.ask() ?? Promise.resolve()));
  }

  /** Something is about to change, of which the members do not know yet: asks all of them fast for 4 s. */
  expectChange(): void {
    this.#expectUntil = this.#clock() + EXPECT_MS;
    this.#schedule();
  }

  dispose(): void {
    for (const probe of this.#probes.values()) probe.dispose();
    this.#probes = new Map();
    this.#endpoints = [];
  }

  #probe(url: string): MemberProbe {
    return new MemberProbe(url, {
      clock: this.#clock,
      credentials: this.#options.credentials,
      refreshMs: this.#options.intervalMs,
      hurried: () => this.#hurried(),
      changed: () => this.#publish(),
      answered: (channel, row) => this.#answered(channel, row),
    });
  }

  #hurried(): boolean {
    return this.#clock() < this.#expectUntil || this.#leaderless.isRecent;
  }

  #answered(channel: EtcdChannel, { status }: MemberRow): void {
    if (!status) return;
    void this.#names.learn(channel, status.leader ? [status.memberId, status.leader] : [status.memberId]);
  }

  #nameRows(): void {
    for (const { url, name } of this.#endpoints) {
      const probe = this.#probes.get(url);
      const memberId = probe?.row.status?.memberId ?? '';
      probe?.rename(this.#names.byId.get(memberId) ?? name);
    }
  }

  /** Publishes nothing of what `change` does to single rows. */
  #hold(change: () => void): void {
    this.#holding = true;
    try {
      change();
    } finally {
      this.#holding = false;
    }
  }

  #publish(): void {
    if (this.#holding) return;
    this.#hold(() => this.#nameRows());
    const rows = [...this.#probes.values()].map((probe) => probe.row);
    const { value } = this.#state;
    const newLeader = leaderOf(rows, this.#names.byId);
    const leader = isDeepStrictEqual(newLeader, value.leader) ? value.leader : newLeader;
    this.#watchLeader(rows, leader);
    if (leader === value.leader && sameItems(rows, value.rows)) return;
    this.#state.value = { rows, leader };
  }

  /** A leader that is lost, or answers no more, will have a successor: all are asked fast until it is there. */
  #watchLeader(rows: readonly MemberRow[], leader: MembersState['leader']): void {
    const itsRow = rows.find(({ status }) => status !== null && status.memberId === leader?.memberId);
    const anyRuns = this.#endpoints.some(({ running }) => running);
    // Where members keep their status nobody can say who leads, however often they are asked.
    const untold = leader === null && rows.some(keepsStatus);
    const lost = !untold && (leader === null || (itsRow?.failure ?? null) !== null);
    const begun = this.#leaderless.update(anyRuns && lost);
    if (begun) this.#schedule();
  }

  #schedule(): void {
    for (const probe of this.#probes.values()) probe.schedule();
  }
}

function whatRuns({ url, running }: ObservedEndpoint): unknown {
  return { url, running };
}

function sameItems(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}
