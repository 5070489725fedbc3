import { isDeepStrictEqual } from 'node:util';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue } from '../base/live';
import type { Log } from '../base/log';
import type { EtcdChannel } from '../etcd/links/channel';
import type { Credentials } from '../etcd/links/credentials';
import { Lineage } from '../etcd/links/lineage';
import { leaderOf } from './leader';
import { MemberNames } from './names';
import type { Clock } from './pace';
import { Trouble } from './pace';
import { MemberProbe } from './probe';
import type { ObservedEndpoint } from './row';
import { Silences } from './silences';

export interface MemberObserverOptions {
  /** The interval between two calls to a member while all is well, in milliseconds; read before each call. */
  readonly intervalMs: () => number;
  readonly log: Log;
  /** Our identity and trusted CAs; not needed for plain endpoints without users. */
  readonly credentials?: Credentials;
  /** For tests. */
  readonly clock?: Clock;
}

/** How long `expectChange` makes all members be polled fast: twice the default election timeout. Milliseconds. */
const EXPECT_MS = 4000;

/**
 * Observes the members of one cluster. Asks each endpoint for its own status (`Maintenance.Status`) on its own
 * schedule, so that one that hangs does not delay the others. Asks every interval, and every 25 ms for up to 10 s
 * while something is about to change: an endpoint is new or does not answer, a member has no leader, or the leader
 * does not answer. Follows up a broken connection at once.
 */
export class MemberObserver implements Disposable {
  /** What the members' answers tell of the cluster: that of the credentials, or its own. */
  readonly lineage: Lineage;
  readonly #options: MemberObserverOptions;
  readonly #clock: Clock;
  readonly #state = new LiveValue<MembersState>({ rows: [], leader: null, clusters: null });
  readonly #names: MemberNames;
  readonly #leaderless: Trouble;
  readonly #silences: Silences;
  #endpoints: readonly ObservedEndpoint[] = [];
  #probes: ReadonlyMap<string, MemberProbe> = new Map();
  #expectUntil = 0;
  #holding = false;

  constructor(options: MemberObserverOptions) {
    this.#options = options;
    this.lineage = options.credentials?.lineage ?? new Lineage();
    this.#clock = options.clock ?? (() => performance.now());
    this.#leaderless = new Trouble(this.#clock, false);
    this.#silences = new Silences(this.#clock, EXPECT_MS, () => this.#publish());
    this.#names = new MemberNames(this.#clock, () => this.#publish(), options.log);
  }

  /** Rows in the order of the endpoints. The value is replaced only when something in it changes. */
  get state(): Live<MembersState> {
    return this.#state;
  }

  /**
   * Observes these endpoints from now on. Keeps what is known of endpoints that remain, also while they do not
   * run; dials one that runs again afresh. After a change of what runs, polls fast for a while.
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

  /** Asks the endpoint of that name now, or all; concurrent callers share the calls. */
  async refresh(name?: string): Promise<void> {
    const asked = this.#endpoints.filter((each) => name === undefined || each.name === name);
    await Promise.all(asked.map(({ url }) => this.#probes.get(url)?.ask() ?? Promise.resolve()));
  }

  /** Call this when something is about to change that the members do not know yet: polls all of them fast for 4 s. */
  expectChange(): void {
    this.#expectUntil = this.#clock() + EXPECT_MS;
    this.#schedule();
  }

  dispose(): void {
    for (const probe of this.#probes.values()) probe.dispose();
    this.#silences.dispose();
    this.#probes = new Map();
    this.#endpoints = [];
  }

  #probe(url: string): MemberProbe {
    return new MemberProbe(url, {
      clock: this.#clock,
      channelOptions: { ...this.#options.credentials, lineage: this.lineage },
      refreshMs: this.#options.intervalMs,
      hurried: () => this.#hurried(),
      changed: () => this.#publish(),
      answered: (channel, row) => this.#answered(channel, row),
    });
  }

  /** As data; the same object until it changes. */
  get #clusters(): MembersState['clusters'] {
    const found = this.lineage.clusters.value;
    if (found === null) return null;
    const { value } = this.#state;
    const clusters = found.map(({ clusterId, endpoints }) => ({ clusterId, endpoints: [...endpoints] }));
    return isDeepStrictEqual(clusters, value.clusters) ? value.clusters : clusters;
  }

  #hurried(): boolean {
    return this.#clock() < this.#expectUntil || this.#leaderless.isRecent;
  }

  /** A learner refuses to list the members, so voters are asked for the names of learners, too. */
  #answered(channel: EtcdChannel, { status }: MemberRow): void {
    if (!status || status.isLearner) return;
    const learners = [...this.#probes.values()].flatMap(({ row }) =>
      row.status?.isLearner ? [row.status.memberId] : [],
    );
    const ids = [status.memberId, ...learners];
    void this.#names.learn(channel, status.leader ? [...ids, status.leader] : ids);
  }

  #nameRows(): void {
    for (const { url, name } of this.#endpoints) {
      const probe = this.#probes.get(url);
      const memberId = probe?.row.status?.memberId ?? '';
      probe?.rename(this.#names.byId.get(memberId) ?? name);
    }
  }

  /** Publishes no changes of single rows while `change` runs. */
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
    const clusters = this.#clusters;
    const isLost = (row: MemberRow) => this.#silences.isRecent(row);
    this.#silences.update(rows);
    const newLeader = clusters === null ? leaderOf(rows, this.#names.byId, isLost) : null;
    const leader = isDeepStrictEqual(newLeader, value.leader) ? value.leader : newLeader;
    this.#watchLeader(rows, leader);
    if (leader === value.leader && clusters === value.clusters && sameItems(rows, value.rows)) return;
    this.#state.value = { rows, leader, clusters };
  }

  /** A leader that is lost or stops answering will have a successor: polls all fast until it is there. */
  #watchLeader(rows: readonly MemberRow[], leader: MembersState['leader']): void {
    const itsRow = rows.find(({ status }) => status !== null && status.memberId === leader?.memberId);
    const anyRuns = this.#endpoints.some(({ running }) => running);
    // Where members hide their status, or are of several clusters, nobody can tell who leads, however often they are
    // asked.
    const untold = leader === null && (rows.some(keepsStatus) || this.#clusters !== null);
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
