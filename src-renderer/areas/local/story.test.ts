import type { Cluster, LeaderChange, NodeState } from '@shared/contract/local';
import type { MembersState } from '@shared/contract/members';
import { describe, expect, it } from 'vitest';
import { quorumOfNodes, viewNodes } from '../../members/nodes';
import {
  killed,
  sampleCluster,
  sampleMembers,
  sampleRow,
  sampleStatus,
  unreachable,
  up,
} from '../../members/sample';
import { tellStory } from './story';
import { useStoryLines } from './story-lines';

const change: LeaderChange = {
  leader: 'n1',
  term: '7',
  electedAt: '2026-11-23T15:11:17.400Z',
  lost: { node: 'n3', how: 'killed', at: '2026-11-23T15:11:16.060Z' },
  afterMs: 1340,
};
const stopped: NodeState = { kind: 'stopped' };
/** n1, the former leader, is gone; the others know no leader. */
const leaderless: MembersState = {
  rows: [
    sampleRow(0, unreachable),
    ...[1, 2].map((n) => sampleRow(n, { status: sampleStatus(n, { leader: null }) })),
  ],
  leader: null,
  clusters: null,
};

function tell(cluster: Cluster, members: MembersState | null) {
  const nodes = viewNodes(cluster, members);
  return tellStory(cluster, nodes, quorumOfNodes(nodes));
}

describe('the story of a cluster', () => {
  it('tells how long after the loss the new leader was elected', () => {
    const cluster = sampleCluster([up, up, killed], { leaderChange: change });
    expect(tell(cluster, sampleMembers())).toEqual({ kind: 'elected', change, afterMs: 1340 });
  });

  it('gives no duration when it is not known, nor for a first election', () => {
    const unknown = { ...change, afterMs: null };
    expect(tell(sampleCluster(undefined, { leaderChange: unknown }), sampleMembers())).toMatchObject({
      afterMs: null,
    });
    const first = { ...change, lost: null, afterMs: null };
    expect(tell(sampleCluster(undefined, { leaderChange: first }), sampleMembers())).toMatchObject({
      afterMs: null,
    });
  });

  it('gives no duration when nobody saw how the last leader was lost', () => {
    const lost = { node: 'n3', how: 'unknown', at: change.electedAt } as const;
    const unseen = { ...change, lost };
    const story = tell(sampleCluster(undefined, { leaderChange: unseen }), sampleMembers());
    expect(story).toEqual({ kind: 'elected', change: unseen, afterMs: null });
    const [line] = useStoryLines()(story, quorumOfNodes([]));
    expect(line?.text).toMatch(/^n3 stopped leading; n1 has led since /);
  });

  it('says that the others are electing while the killed leader has no successor', () => {
    const cluster = sampleCluster([killed, up, up], { leaderChange: change });
    expect(tell(cluster, leaderless)).toMatchObject({
      kind: 'electing',
      lost: { node: 'n1', how: 'killed' },
    });
  });

  it('does not say so when too few are left to elect', () => {
    const cluster = sampleCluster([killed, killed, up], { leaderChange: change });
    const members = {
      ...leaderless,
      rows: leaderless.rows.map((row, n) => (n < 2 ? { ...row, ...unreachable } : row)),
    };
    expect(tell(cluster, members)).toEqual({ kind: 'no-leader' });
  });

  it('waits for an election while nodes start', () => {
    const starting: NodeState = { kind: 'starting', pid: 1, since: '2026-11-23T15:00:00.000Z' };
    const cluster = sampleCluster([starting, starting, starting], { leaderChange: change });
    expect(tell(cluster, null)).toEqual({ kind: 'waiting' });
  });

  it('names a leader whose election was not seen', () => {
    expect(tell(sampleCluster(), sampleMembers())).toEqual({ kind: 'leads', leader: 'n1', term: '7' });
  });

  it('distinguishes a stopped cluster from a crashed one', () => {
    expect(tell(sampleCluster([stopped, stopped, stopped]), null)).toEqual({ kind: 'asleep' });
    expect(tell(sampleCluster([stopped, killed, stopped]), null)).toEqual({ kind: 'fallen' });
    expect(tell(sampleCluster([up, up, stopped], { busy: 'stopping' }), null)).toEqual({ kind: 'stopping' });
  });
});
