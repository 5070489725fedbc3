import { describe, expect, it } from 'vitest';
import { leaderOf, quorumOfNodes, stateWord, viewNodes } from './nodes';
import { killed, sampleCluster, sampleMembers, sampleRow, sampleStatus, unreachable, up } from './sample';

describe('the nodes of a cluster', () => {
  it('have their roles and terms before any member has answered', () => {
    expect(viewNodes(sampleCluster(), null).map(({ role, term }) => [role, term])).toEqual([
      ['starting', null],
      ['starting', null],
      ['starting', null],
    ]);
  });

  it('have roles and terms by what their members say', () => {
    const nodes = viewNodes(sampleCluster(), sampleMembers());
    expect(nodes.map(({ role, term }) => [role, term])).toEqual([
      ['leader', '7'],
      ['follower', '7'],
      ['follower', '7'],
    ]);
    expect(leaderOf(nodes)?.node.name).toBe('n1');
    expect(quorumOfNodes(nodes)).toMatchObject({ kind: 'held', spare: 1 });
  });

  it('say how far a node that is gone is behind the leader', () => {
    const gone = sampleRow(2, { ...unreachable, status: sampleStatus(2, { raftIndex: '1168' }) });
    const nodes = viewNodes(
      sampleCluster([up, up, killed]),
      sampleMembers([sampleRow(0), sampleRow(1), gone]),
    );
    expect(nodes.map(({ behind }) => behind)).toEqual([null, null, 36n]);
    expect(nodes[2]?.term).toBeNull();
  });

  it('do not say of a member that answers that it is behind by what came in between two answers', () => {
    const behind = (raftIndex: string) =>
      viewNodes(
        sampleCluster(),
        sampleMembers([sampleRow(0), sampleRow(1, { status: sampleStatus(1, { raftIndex }) }), sampleRow(2)]),
      )[1]?.behind;
    expect(behind('1200')).toBeNull();
    expect(behind('204')).toBe(1000n);
  });

  it('count learners neither as voters nor as up', () => {
    const learner = sampleRow(2, { status: sampleStatus(2, { isLearner: true }) });
    const nodes = viewNodes(sampleCluster(), sampleMembers([sampleRow(0), sampleRow(1), learner]));
    expect(quorumOfNodes(nodes)).toMatchObject({ voters: 2, up: 2, spare: 0 });
  });
});

describe('the word for a state', () => {
  it('tells a kill from a crash, and gives the code of an exit', () => {
    expect(stateWord(killed).key).toBe('members.state.killed');
    expect(stateWord({ ...killed, byUs: false })).toEqual({
      key: 'members.state.crashed',
      named: { signal: 'SIGKILL' },
    });
    const reason = { trouble: 'other', detail: '' } as const;
    const exited = {
      kind: 'exited',
      how: 'itself',
      at: '2026-11-23T15:11:16.060Z',
      reason,
      tail: [],
    } as const;
    expect(stateWord({ ...exited, tail: [], code: 1 }).named).toEqual({ code: 1 });
    expect(stateWord({ ...exited, tail: [], code: null }).key).toBe('members.state.exited');
    expect(stateWord(up).key).toBe('members.state.up');
  });
});
