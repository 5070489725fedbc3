import { describe, expect, it } from 'vitest';
import { cellOf, columnIds, type ColumnId } from './columns';
import { memberIds, sampleRow, sampleStatus, unreachable } from '../../members/sample';

const leader = { memberId: memberIds[0], name: 'n1', term: '7' };
const shown = (column: ColumnId, row = sampleRow(0)) => {
  const cell = cellOf(column, row, leader);
  return cell.kind === 'text' ? cell.text : cell;
};

describe('the cells of a member', () => {
  it('hold all that a server of 3.6 says', () => {
    expect(Object.fromEntries(columnIds.map((column) => [column, shown(column)]))).toEqual({
      endpoint: 'http://127.0.0.1:2379',
      id: '860aa675ce54c71e',
      name: 'n1',
      version: '3.6.14',
      storageVersion: '3.6.0',
      dbSize: '20 kB',
      inUse: '16 kB',
      notInUse: '20%',
      quota: '2 GiB',
      leader: { kind: 'flag', on: true },
      learner: { kind: 'flag', on: false },
      raftTerm: '7',
      raftIndex: '1,204',
      appliedIndex: '1,204',
      errors: { kind: 'unknown' },
      downgradeTarget: { kind: 'unknown' },
      downgradeEnabled: { kind: 'flag', on: false },
      roundTrip: '0.4 ms',
    });
  });

  it('say since which version, where a server is too old', () => {
    const old = sampleRow(0, {
      status: sampleStatus(0, { storageVersion: null, dbSizeQuota: null, downgrade: null }),
    });
    for (const column of ['storageVersion', 'quota', 'downgradeTarget', 'downgradeEnabled'] as const) {
      expect(cellOf(column, old, leader)).toEqual({ kind: 'too-old', since: '3.6' });
    }
  });

  it('know of a member that never answered its endpoint and name alone', () => {
    const row = sampleRow(1, { status: null, roundTripMs: null, ...unreachable });
    const known = columnIds.filter((column) => cellOf(column, row, leader).kind !== 'unknown');
    expect(known).toEqual(['endpoint', 'name']);
  });

  it('mark nobody as leader while there is none', () => {
    expect(cellOf('leader', sampleRow(0), null)).toEqual({ kind: 'flag', on: false });
  });

  it('have the figure in full where they shorten it', () => {
    expect(cellOf('dbSize', sampleRow(0), leader)).toMatchObject({ exact: '20,480 bytes' });
    expect(cellOf('quota', sampleRow(0), leader)).toMatchObject({ exact: '2,147,483,648 bytes' });
  });

  it('say what a member cannot be right about, and why', () => {
    const impossible = [
      { figure: 'dbSizeInUse', said: '24577', why: 'above-size' },
      { figure: 'raftTerm', said: '18446744073709551615', why: 'too-large' },
    ] as const;
    const status = sampleStatus(0, { dbSizeInUse: null, raftTerm: null, impossible: [...impossible] });
    const row = sampleRow(0, { status });
    const inUse = 'The member says 24,577 bytes, more than the size of its database';
    expect(shown('inUse', row)).toEqual({ kind: 'doubtful', why: inUse });
    expect(shown('notInUse', row)).toEqual({ kind: 'doubtful', why: inUse });
    expect(shown('raftTerm', row)).toMatchObject({
      why: 'The member says 18,446,744,073,709,551,615, which no cluster reaches',
    });
    expect(shown('dbSize', row)).toBe('20 kB');
  });

  it('say that there is no quota where it is switched off', () => {
    expect(shown('quota', sampleRow(0, { status: sampleStatus(0, { dbSizeQuota: -1 }) }))).toBe('none');
  });

  it('join what a member says is wrong', () => {
    const errors = ['memberID:1 alarm:NOSPACE ', 'etcdserver: no leader'];
    expect(shown('errors', sampleRow(0, { status: sampleStatus(0, { errors }) }))).toBe(
      '1: NOSPACE, etcdserver: no leader',
    );
  });
});
