import type { LeaderChange } from '@shared/contract/local';
import type { LogRow } from '@shared/contract/logs';
import { leaderEvent } from '../../raft/leader-event';

/** How a node was lost that may have been the leader; the time is ISO 8601. */
export type Loss = NonNullable<LeaderChange['lost']>;

interface Election {
  readonly leader: string;
  readonly term: string;
  /** The earliest time at which a node logged it. */
  readonly at: string;
  /** When that line was read, by the monotonic clock. */
  readonly tick: number;
}

interface TimedLoss extends Loss {
  readonly tick: number;
}

/** The time of day, which can be set, and a time that only goes on; both in milliseconds. */
interface Clocks {
  readonly wall: () => number;
  readonly steady: () => number;
}

const systemClocks: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/** A line is read, and a loss noticed, within this time. When two times differ by more, a clock was set. Milliseconds. */
const LAG_MS = 1000;

/** How many elections and losses are kept: more than one story needs, because lines may arrive out of order. */
const KEPT = 16;

/** Derives the latest change of leader from the nodes' logs. Lines of different nodes may arrive in any order. */
export class LeaderStory {
  readonly #clocks: Clocks;
  #since = 0;
  /** How far the time of day was ahead of the steady clock when the cluster started. */
  #ahead = 0;
  #elections: readonly Election[] = [];
  #losses: readonly TimedLoss[] = [];
  readonly #names = new Map<string, string>();
  /** By node. A node is missing here when its log, as far as it was read, does not say. */
  readonly #knowsLeader = new Map<string, boolean>();

  constructor(clocks = systemClocks) {
    this.#clocks = clocks;
  }

  /** The cluster starts at `since` (ISO 8601); anything logged before is ignored. */
  begin(since: string): void {
    this.#since = Date.parse(since);
    this.#ahead = this.#clocks.wall() - this.#clocks.steady();
    this.#elections = [];
    this.#losses = [];
    this.#knowsLeader.clear();
  }

  /** A node has a new process, which has not said yet that it takes part. */
  nodeStarts(node: string): void {
    this.#knowsLeader.delete(node);
  }

  /** A node was lost; how and when is known. */
  lose(loss: Loss): void {
    const { wall, steady } = this.#clocks;
    const age = Math.min(Math.max(wall() - Date.parse(loss.at), 0), LAG_MS);
    this.#losses = [...this.#losses, { ...loss, tick: steady() - age }].slice(-KEPT);
  }

  /** Whether that node's log says that it knows no leader. */
  lacksLeader(node: string): boolean {
    return this.#knowsLeader.get(node) === false;
  }

  /** Takes a line of a node's log. Returns whether it reports an election or a lost leader. */
  take({ node, message, at }: LogRow): boolean {
    const event = leaderEvent(message);
    if (!event || at === null || Date.parse(at) < this.#earliest()) return false;
    this.#names.set(event.kind === 'own-id' ? event.id : event.own, node);
    if (event.kind === 'own-id') {
      // Its first words: it takes part in Raft, and knows no leader before it says so.
      if (!this.#knowsLeader.has(node)) this.#knowsLeader.set(node, false);
      return false;
    }
    this.#knowsLeader.set(node, event.kind === 'elected');
    if (event.kind === 'elected')
      this.#elect({ leader: event.leader, term: event.term, at, tick: this.#clocks.steady() });
    return true;
  }

  /** The earliest time that a line of this run can have: when the clock is set back, lines go back with it. */
  #earliest(): number {
    const { wall, steady } = this.#clocks;
    const moved = wall() - steady() - this.#ahead;
    return this.#since + (moved < -LAG_MS ? moved : 0);
  }

  /** Null before the first election, and while the leader's name is unknown. */
  change(): LeaderChange | null {
    const [latest, before] = this.#elections;
    const leader = latest ? this.#names.get(latest.leader) : undefined;
    if (!latest || leader === undefined) return null;
    const change = {
      leader,
      term: latest.term,
      electedAt: milliseconds(latest.at),
      lost: null,
      afterMs: null,
    };
    return { ...change, ...(before && this.#lossOf(before, latest)) };
  }

  #elect(election: Election): void {
    const same = this.#elections.find(({ term }) => term === election.term);
    if (same && same.at <= election.at) return;
    this.#elections = [...this.#elections.filter((each) => each !== same), election]
      .sort((a, b) => compareTerms(b.term, a.term))
      .slice(0, KEPT);
  }

  #lossOf(before: Election, latest: Election): Pick<LeaderChange, 'lost' | 'afterMs'> | null {
    const node = this.#names.get(before.leader);
    if (node === undefined) return null;
    const [from, to] = [milliseconds(before.at), milliseconds(latest.at)];
    const isBetween = (loss: TimedLoss) =>
      clocksAgree(loss, latest)
        ? loss.at >= from && loss.at <= to
        : loss.tick >= before.tick && loss.tick <= latest.tick;
    // The first loss after its election: a leader that is paused and then killed was lost by the pause.
    const known = this.#losses.find((loss) => loss.node === node && isBetween(loss));
    if (!known) return { lost: { node, how: 'unknown', at: to }, afterMs: null };
    const { how, at } = known;
    return { lost: { node, how, at }, afterMs: durationOf(known, latest) };
  }
}

/** Whether nobody set the clock between the two. */
function clocksAgree(loss: TimedLoss, election: Election): boolean {
  const byWall = Date.parse(election.at) - Date.parse(loss.at);
  return Math.abs(byWall - (election.tick - loss.tick)) < LAG_MS;
}

/** The log's own times are the more exact ones, while they can be trusted. Milliseconds. */
function durationOf(loss: TimedLoss, election: Election): number {
  const byWall = Date.parse(milliseconds(election.at)) - Date.parse(loss.at);
  return Math.max(0, Math.round(clocksAgree(loss, election) ? byWall : election.tick - loss.tick));
}

function milliseconds(at: string): string {
  return new Date(at).toISOString();
}

function compareTerms(a: string, b: string): number {
  return a.length - b.length || a.localeCompare(b);
}
