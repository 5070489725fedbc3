import { describe, expect, it } from 'vitest';
import { leaderOf } from './leader';
import { nextRow } from './row';
import { answeredRow } from './rows.fixture';

const a = answeredRow({ memberId: 'a' });
const b = answeredRow({ memberId: 'b' });
const c = answeredRow({ memberId: 'c' });
const noNames: ReadonlyMap<string, string> = new Map();

function silent(row: typeof a) {
  return nextRow(
    row,
    {
      kind: 'failed',
      failure: { code: 'DEADLINE_EXCEEDED', data: { endpoint: row.endpoint, afterMs: 1000 } },
    },
    1000,
  );
}

const notLost = () => false;

describe('the leader', () => {
  it('is the one that all name', () => {
    expect(leaderOf([a, b, c], noNames, notLost)).toEqual({ memberId: 'a', name: 'node a', term: '2' });
  });

  it('is the one of the highest term, as numbers go', () => {
    const stale = answeredRow({ memberId: 'a', raftTerm: '9' });
    const fresh = answeredRow({ memberId: 'b', leader: 'b', raftTerm: '10' });
    expect(leaderOf([stale, fresh], noNames, notLost)).toEqual({ memberId: 'b', name: 'node b', term: '10' });
  });

  it('is not what a member said that answers no more', () => {
    const last = silent(answeredRow({ memberId: 'a', raftTerm: '9' }));
    const fresh = answeredRow({ memberId: 'b', leader: 'b', raftTerm: '3' });
    expect(leaderOf([last, fresh], noNames, notLost)?.memberId).toBe('b');
  });

  it('is not hidden by a candidate with a term of its own', () => {
    const cutOff = answeredRow({ memberId: 'c', leader: null, raftTerm: '40' });
    expect(leaderOf([a, b, cutOff], noNames, notLost)?.memberId).toBe('a');
  });

  it('may be silent to us while its followers hear it', () => {
    expect(leaderOf([silent(a), b, c], noNames, notLost)?.memberId).toBe('a');
  });

  it('is none that fell silent just now, though its followers name it', () => {
    const lost = silent(a);
    expect(leaderOf([lost, b, c], noNames, (row) => row === lost)).toBeNull();
  });

  it('is none whose process does not run, though its followers do not know it yet', () => {
    expect(leaderOf([nextRow(a, { kind: 'not-running' }, 1000), b, c], noNames, notLost)).toBeNull();
  });

  it('without a row has its name from the member list, or its ID', () => {
    expect(leaderOf([b], new Map([['a', 'n1']]), notLost)?.name).toBe('n1');
    expect(leaderOf([b], noNames, notLost)?.name).toBe('a');
  });

  it('whose name nobody has told goes by its address', () => {
    const nameless = { ...a, name: '', endpoint: 'http://10.0.0.1:2379' };
    expect(leaderOf([nameless, b], new Map([['a', 'n1']]), notLost)?.name).toBe('n1');
    expect(leaderOf([nameless, b], noNames, notLost)?.name).toBe('10.0.0.1:2379');
  });

  it.each([
    ['nobody is asked', []],
    ['nobody answers', [silent(a), silent(b)]],
    ['nobody knows one', [answeredRow({ leader: null })]],
  ])('is none when %s', (_, rows) => {
    expect(leaderOf(rows, noNames, notLost)).toBeNull();
  });
});
