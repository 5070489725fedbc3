import type { NodeState } from '@shared/contract/local';
import type { MemberRow } from '@shared/contract/members';
import { describe, expect, it } from 'vitest';
import { roleHintOf, roleOf, rowOf, serves, type Leader } from './role';
import { killed, memberIds, sampleNode, sampleRow, sampleStatus, unreachable, up } from './sample';

const at = '2026-11-23T15:00:00.000Z';
const leader: Leader = { memberId: memberIds[0], name: 'n1', term: '7' };
const starting: NodeState = { kind: 'starting', pid: 1, since: at };
const row = (part: Parameters<typeof sampleStatus>[1], index = 1): MemberRow =>
  sampleRow(index, { status: sampleStatus(index, part) });

describe('the role of a node', () => {
  it.each<[string, NodeState, MemberRow | null, Leader, ReturnType<typeof roleOf>]>([
    ['of whom all say that it leads', up, sampleRow(0), leader, 'leader'],
    ['that follows', up, sampleRow(1), leader, 'follower'],
    ['that says it leads before others have answered', up, row({ leader: memberIds[1] }), null, 'leader'],
    [
      'that believes to lead a term that is over',
      up,
      row({ leader: memberIds[1], raftTerm: '6' }),
      leader,
      'cutoff',
    ],
    ['that knows no leader', up, row({ leader: null }), leader, 'candidate'],
    ['that learns', up, row({ isLearner: true }), leader, 'learner'],
    [
      'that is not healthy and answers',
      { kind: 'unhealthy', pid: 1, since: at, reason: { trouble: 'no-leader', detail: '' }, failure: null },
      row({ leader: null }),
      null,
      'candidate',
    ],
    ['that answered and does not now', up, sampleRow(1, unreachable), leader, 'silent'],
    ['that never answered', up, sampleRow(1, { status: null }), leader, 'starting'],
    [
      'that never answered and has had its time to start',
      { kind: 'unhealthy', pid: 1, since: at, reason: { trouble: 'no-answer', detail: '' }, failure: null },
      sampleRow(1, { ...unreachable, status: null }),
      leader,
      'silent',
    ],
    ['of which there is no row yet', up, null, null, 'starting'],
    ['that starts', starting, sampleRow(1, unreachable), leader, 'starting'],
    ['that starts and answers already', starting, sampleRow(1), leader, 'follower'],
    ['that ends and answers still', { kind: 'stopping', pid: 1, since: at }, sampleRow(0), leader, 'leader'],
    [
      'that is held, whatever it said last',
      { kind: 'paused', pid: 1, since: at },
      sampleRow(0),
      leader,
      'paused',
    ],
    ['that was killed, whatever it said last', killed, sampleRow(0), leader, 'down'],
    ['that is stopped', { kind: 'stopped' }, sampleRow(0), null, 'down'],
    [
      'that could not be started',
      { kind: 'failed', at, failure: { code: 'ETCD_MISSING', data: { version: null } } },
      null,
      null,
      'down',
    ],
  ])('%s', (_name, state, answer, by, role) => {
    expect(roleOf(sampleNode(1, state), answer, by)).toBe(role);
  });

  it('counts as serving for leaders, followers and learners alone', () => {
    expect((['leader', 'follower', 'learner'] as const).every(serves)).toBe(true);
    expect((['candidate', 'paused', 'cutoff', 'starting', 'silent', 'down'] as const).some(serves)).toBe(
      false,
    );
  });
});

describe('the row of a node', () => {
  it('is the one of its endpoint, else the one of its name', () => {
    const rows = [sampleRow(0), sampleRow(1, { endpoint: 'http://localhost:2381' })];
    expect(rowOf(sampleNode(0), rows)).toBe(rows[0]);
    expect(rowOf(sampleNode(1), rows)).toBe(rows[1]);
    expect(rowOf(sampleNode(2), rows)).toBeNull();
  });
});

it('a leader without followers is not said to replicate to them', () => {
  expect(roleHintOf('leader', 1)).toBe('leaderAlone');
  expect(roleHintOf('leader', 3)).toBe('leader');
  expect(roleHintOf('down', 1)).toBe('down');
});
