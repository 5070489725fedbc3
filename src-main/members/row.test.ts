import { describe, expect, it } from 'vitest';
import type { FailureValue } from '@shared/contract/failures';
import { answeredRow, healthyStatus } from './rows.fixture';
import { emptyRow, isNotRunning, isSettled, named, nextRow } from './row';

const url = 'http://a:2379';
const hung: FailureValue = { code: 'DEADLINE_EXCEEDED', data: { endpoint: url, afterMs: 1000 } };
const kept: FailureValue = { code: 'PERMISSION_DENIED', data: { user: 'u', action: 'Status', key: null } };
const row = answeredRow({});

function answer(ms: number, status = healthyStatus) {
  const at = new Date(Date.parse('2026-11-20T10:00:00.000Z') + ms);
  return { kind: 'answered', status, roundTripMs: 0.9, at } as const;
}

describe('an answer', () => {
  it('fills the row', () => {
    expect(nextRow(emptyRow(url), answer(0), 1000)).toEqual({
      endpoint: url,
      name: '',
      status: healthyStatus,
      failure: null,
      roundTripMs: 0.9,
      at: '2026-11-20T10:00:00.000Z',
    });
  });

  it('that says the same changes nothing between two refreshes', () => {
    expect(nextRow(row, answer(25, { ...healthyStatus, errors: [] }), 1000)).toBe(row);
  });

  it('that says the same brings its round trip and time at a refresh', () => {
    expect(nextRow(row, answer(999), 1000)).toMatchObject({
      roundTripMs: 0.9,
      at: '2026-11-20T10:00:00.999Z',
    });
  });

  it('that says something new is taken at once', () => {
    const status = { ...healthyStatus, raftIndex: '10' };
    expect(nextRow(row, answer(1, status), 1000).status).toBe(status);
  });

  it('ends a failure at once', () => {
    expect(nextRow({ ...row, failure: hung }, answer(1), 1000).failure).toBeNull();
  });
});

describe('a failure', () => {
  const failed = nextRow(row, { kind: 'failed', failure: hung }, 1000);

  it('keeps what was known, with its time', () => {
    expect(failed).toEqual({ ...row, failure: hung });
  });

  it('that says the same changes nothing', () => {
    expect(nextRow(failed, { kind: 'failed', failure: { ...hung } }, 1000)).toBe(failed);
  });
});

describe('a process', () => {
  const stopped = nextRow(row, { kind: 'not-running' }, 1000);

  it('that does not run is unreachable for that reason, and its status stays', () => {
    expect(stopped.status).toBe(row.status);
    expect(stopped.failure).toEqual({
      code: 'ENDPOINT_UNREACHABLE',
      data: { endpoint: row.endpoint, reason: { kind: 'not-running' } },
    });
    expect(isNotRunning(stopped)).toBe(true);
  });

  it('that runs again has not answered yet', () => {
    const started = nextRow(stopped, { kind: 'started' }, 1000);
    expect(started.failure?.code).toBe('ENDPOINT_UNREACHABLE');
    expect(isNotRunning(started)).toBe(false);
  });

  it('that runs for the first time has no failure', () => {
    expect(nextRow(emptyRow(url), { kind: 'started' }, 1000).failure).toBeNull();
  });
});

it.each([
  ['answers and has a leader', row, true],
  ['was never asked', emptyRow(url), false],
  ['has no leader', answeredRow({ leader: null }), false],
  ['does not answer', { ...row, failure: hung }, false],
  ['answers and keeps its status from the user', { ...emptyRow(url), failure: kept }, true],
])('a member that %s : settled or not', (_, each, settled) => {
  expect(isSettled(each)).toBe(settled);
});

it('a name that stays leaves the row as it is', () => {
  expect(named(row, row.name)).toBe(row);
  expect(named(row, 'n1').name).toBe('n1');
});
