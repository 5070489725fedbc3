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
}

/** How many elections and losses are kept: more than one story needs, because lines may arrive out of order. */
const KEPT = 16;

/** Derives the latest change of leader from the nodes' logs. Lines of different nodes may arrive in any order. */
export class LeaderStory {
  #since = '';
  #elections: readonly Election[] = [];
  #losses: readonly Loss[] = [];
  readonly #names = new Map<string, string>();
  /** By node. A node is missing here when its log, as far as it was read, does not say. */
  readonly #knowsLeader = new Map<string, boolean>();

  /** The cluster starts at `since` (ISO 8601); anything logged before is ignored. */
  begin(since: string): void {
    this.#since = since.replace(/Z$/, '000Z');
    this.#elections = [];
    this.#losses = [];
    this.#knowsLeader.clear();
  }

  /** A node has a new process, which knows no leader yet. */
  nodeStarts(node: string): void {
    this.#knowsLeader.set(node, false);
  }

  /** A node was lost; how and when is known. */
  lose(loss: Loss): void {
    this.#losses = [...this.#losses, loss].slice(-KEPT);
  }

  /** Whether that node's log says that it knows no leader. */
  lacksLeader(node: string): boolean {
    return this.#knowsLeader.get(node) === false;
  }

  /** Takes a line of a node's log. Returns whether it reports an election or a lost leader. */
  take({ node, message, at }: LogRow): boolean {
    const event = leaderEvent(message);
    if (!event || at === null || at < this.#since) return false;
    this.#names.set(event.kind === 'own-id' ? event.id : event.own, node);
    if (event.kind === 'own-id') return false;
    this.#knowsLeader.set(node, event.kind === 'elected');
    if (event.kind === 'elected') this.#elect({ leader: event.leader, term: event.term, at });
    return true;
  }

  /** Null before the first election, and while the leader's name is unknown. */
  change(): LeaderChange | null {
    const [latest, before] = this.#elections;
    const leader = latest ? this.#names.get(latest.leader) : undefined;
    if (!latest || leader === undefined) return null;
    return {
      leader,
      term: latest.term,
      electedAt: milliseconds(latest.at),
      lost: before ? this.#lossOf(before, latest) : null,
    };
  }

  #elect(election: Election): void {
    const same = this.#elections.find(({ term }) => term === election.term);
    if (same && same.at <= election.at) return;
    this.#elections = [...this.#elections.filter((each) => each !== same), election]
      .sort((a, b) => compareTerms(b.term, a.term))
      .slice(0, KEPT);
  }

  #lossOf(before: Election, latest: Election): Loss | null {
    const node = this.#names.get(before.leader);
    if (node === undefined) return null;
    const [from, to] = [milliseconds(before.at), milliseconds(latest.at)];
    // The first loss after its election: a leader that is paused and then killed was lost by the pause.
    const known = this.#losses.find((loss) => loss.node === node && loss.at >= from && loss.at <= to);
    return known ?? { node, how: 'unknown', at: to };
  }
}

function milliseconds(at: string): string {
  return new Date(at).toISOString();
}

function compareTerms(a: string, b: string): number {
  return a.length - b.length || a.localeCompare(b);
}
