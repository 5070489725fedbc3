import { describe, expect, it } from 'vitest';
import { sampleMembers, sampleRow, sampleStatus, unreachable } from './sample';
import { conditionOf, viewRemoteMembers } from './remote-members';

const dead = sampleRow(2, { ...unreachable, status: null, name: '10.0.0.3:2379' });

const untold = (index: number) =>
  sampleRow(index, {
    status: null,
    failure: { code: 'PERMISSION_DENIED', data: { user: 'ann', action: 'Status', key: null } },
  });

describe('the members of a cluster elsewhere', () => {
  it('have their roles by their own answers', () => {
    const views = viewRemoteMembers(sampleMembers([sampleRow(0), sampleRow(1), dead]));
    expect(views.map(({ name, role, term, node }) => [name, role, term, node])).toEqual([
      ['n1', 'leader', '7', null],
      ['n2', 'follower', '7', null],
      ['10.0.0.3:2379', 'silent', null, null],
    ]);
  });

  it('are one where several endpoints lead to one, and speak through the one that answers', () => {
    const again = sampleRow(0, { ...unreachable, endpoint: 'http://balancer:2379' });
    const [first, ...rest] = viewRemoteMembers(sampleMembers([again, sampleRow(0), sampleRow(1)]));
    expect(rest).toHaveLength(1);
    expect(first).toMatchObject({
      name: 'n1',
      role: 'leader',
      endpoints: ['http://balancer:2379', 'http://127.0.0.1:2379'],
    });
  });

  it('are asked until they answer', () => {
    const [view] = viewRemoteMembers(sampleMembers([sampleRow(0, { status: null, at: null })]));
    expect(view?.role).toBe('asking');
    expect(viewRemoteMembers(null)).toEqual([]);
  });

  it('tell how far they are behind the leader', () => {
    const behind = sampleRow(1, { status: sampleStatus(1, { raftIndex: '1000' }) });
    expect(viewRemoteMembers(sampleMembers([sampleRow(0), behind]))[1]?.behind).toBe(204n);
  });
});

describe('a connection', () => {
  it('is open while any endpoint answers', () => {
    const open = { kind: 'open', up: 1, total: 2, told: true };
    expect(conditionOf(sampleMembers([sampleRow(0), dead]))).toEqual(open);
  });

  it('is open where the endpoints answer and keep their status from the user', () => {
    const state = { rows: [untold(0), untold(1), dead], leader: null, clusters: null };
    expect(conditionOf(state)).toEqual({ kind: 'open', up: 2, total: 3, told: false });
    const views = viewRemoteMembers(state);
    expect(views.map(({ role, term }) => [role, term])).toEqual([
      ['untold', null],
      ['untold', null],
      ['silent', null],
    ]);
  });

  it('is dead when all fail, each with its reason', () => {
    const gone = sampleRow(0, unreachable);
    expect(conditionOf(sampleMembers([gone, dead]))).toEqual({
      kind: 'dead',
      signIn: false,
      endpoints: [gone, dead].map(({ endpoint, failure }) => ({ endpoint, failure })),
    });
  });

  it('wants another user when a member refuses this one, whatever the others do', () => {
    const endpoint = 'http://a:1';
    const failure = { code: 'AUTH_FAILED', data: { endpoint, user: 'root' } } as const;
    const refusing = sampleRow(0, { status: null, failure });
    expect(conditionOf(sampleMembers([refusing, dead]))).toMatchObject({ kind: 'dead', signIn: true });
    expect(conditionOf(sampleMembers([refusing, sampleRow(1)]))).toMatchObject({ kind: 'open', up: 1 });
  });

  it('is asking before anything is known', () => {
    expect(conditionOf(null)).toEqual({ kind: 'asking' });
    expect(conditionOf(sampleMembers([sampleRow(0, { status: null }), dead]))).toEqual({ kind: 'asking' });
  });
});
