import { describe, expect, it } from 'vitest';
import type { MemberRow, MemberStatus } from '@shared/contract/members';
import type { Health } from './health';
import { nextHealth } from './health';

const status: MemberStatus = {
  clusterId: '1',
  memberId: '2',
  version: '3.6.14',
  storageVersion: null,
  dbSize: 1,
  dbSizeInUse: 1,
  dbSizeQuota: null,
  leader: '2',
  isLearner: false,
  raftTerm: '2',
  raftIndex: '3',
  raftAppliedIndex: '3',
  revision: '1',
  impossible: [],
  errors: [],
  downgrade: null,
};
const row: MemberRow = {
  endpoint: 'http://127.0.0.1:2379',
  name: 'n1',
  status,
  failure: null,
  roundTripMs: 1,
  at: '2026-11-23T17:00:01.000Z',
};
const silent: MemberRow = {
  ...row,
  failure: { code: 'ENDPOINT_UNREACHABLE', data: { endpoint: row.endpoint, reason: { kind: 'refused' } } },
};
const now = new Date('2026-11-23T17:00:05.000Z');
const soon = new Date('2026-11-23T17:00:07.000Z');
const starting: Health = { kind: 'starting', since: '2026-11-23T17:00:00.000Z', reason: null, failure: null };
const up: Health = { kind: 'up', since: '2026-11-23T17:00:02.000Z', reason: null, failure: null };

describe('a node', () => {
  it('is starting until it answers with a leader, then up', () => {
    const seen = { lacksLeader: false, now, mayStart: true, dataGone: false };
    expect(nextHealth(starting, { ...seen, row: undefined })).toBe(starting);
    expect(nextHealth(starting, { ...seen, row: silent })).toBe(starting);
    expect(nextHealth(starting, { ...seen, row })).toEqual({
      kind: 'up',
      since: now.toISOString(),
      reason: null,
      failure: null,
    });
  });

  it('that has had its time to start is unhealthy', () => {
    const health = nextHealth(starting, {
      row: silent,
      lacksLeader: true,
      now,
      mayStart: false,
      dataGone: false,
    });
    expect(health).toMatchObject({ kind: 'unhealthy', reason: { trouble: 'no-leader' } });
  });

  it('that served is never starting again', () => {
    const health = nextHealth(up, { row: silent, lacksLeader: false, now, mayStart: true, dataGone: false });
    expect(health).toMatchObject({ kind: 'unhealthy', since: now.toISOString() });
    expect(health.reason).toEqual({ trouble: 'no-answer', detail: '' });
    expect(health.failure).toEqual(silent.failure);
  });

  it.each([
    ['no-leader', { leader: null, errors: ['etcdserver: no leader'] }],
    ['alarm-nospace', { errors: ['memberID:1 alarm:NOSPACE '] }],
    ['alarm-corrupt', { errors: ['memberID:1 alarm:NOSPACE ', 'memberID:1 alarm:CORRUPT '] }],
  ])('is unhealthy by %s', (trouble, said) => {
    const ill = { ...row, status: { ...status, ...said } };
    const health = nextHealth(up, { row: ill, lacksLeader: false, now, mayStart: false, dataGone: false });
    expect(health.reason?.trouble).toBe(trouble);
    expect(health.reason?.detail).not.toBe('');
  });

  it('is unhealthy without its data, whatever its member answers', () => {
    const seen = { row, lacksLeader: false, now, mayStart: false };
    expect(nextHealth(up, { ...seen, dataGone: true }).reason).toEqual({ trouble: 'data-gone', detail: '' });
    expect(nextHealth(up, { ...seen, dataGone: false })).toBe(up);
  });

  it('keeps since when it is what it is, and the very same health when nothing is new', () => {
    const seen = { row: silent, lacksLeader: false, mayStart: false, dataGone: false };
    const first = nextHealth(up, { ...seen, now });
    expect(nextHealth(first, { ...seen, now: soon })).toBe(first);
    const other: MemberRow = {
      ...silent,
      failure: { code: 'DEADLINE_EXCEEDED', data: { endpoint: row.endpoint, afterMs: 1000 } },
    };
    const second = nextHealth(first, { ...seen, row: other, now: soon });
    expect(second.since).toBe(first.since);
    expect(second.failure).toEqual(other.failure);
  });
});
