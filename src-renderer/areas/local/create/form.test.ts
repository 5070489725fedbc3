import { createCluster } from '@shared/contract/local';
import type { FailureValue } from '@shared/contract/failures';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { emptyDraft, fieldOf, inputOf, problemsOf, type Draft, type DraftField } from './form';

const reason = { kind: 'refused', received: '' } as const;
const draft: Draft = { ...emptyDraft, name: 'demo' };

describe('the form of a new cluster', () => {
  it('needs a name alone: all else is etcd’s own', () => {
    expect(problemsOf(emptyDraft)).toMatchObject({ name: { key: 'local.create.nameEmpty' } });
    const input = inputOf(draft);
    expect(input).toMatchObject({ name: 'demo', size: 3, etcdPath: null, firstPort: null });
    expect(v.is(createCluster, input)).toBe(true);
  });

  it('sends what was typed, as the engine takes it', () => {
    const input = inputOf({
      ...draft,
      name: ' demo ',
      quota: 512,
      quotaUnit: 'MiB',
      compaction: 'periodic',
      retention: '30m',
      extraFlags: '--max-txn-ops=256\n\n  --pre-vote=false \n',
      firstPort: 23_790,
    });
    expect(input).toMatchObject({
      name: 'demo',
      firstPort: 23_790,
      tuning: {
        quotaBytes: 536_870_912,
        autoCompaction: { mode: 'periodic', retention: '30m' },
        extraFlags: ['--max-txn-ops=256', '--pre-vote=false'],
      },
    });
    expect(v.is(createCluster, input)).toBe(true);
  });

  it.each<[string, Partial<Draft>, DraftField, string]>([
    ['a name with a slash', { name: 'a/b' }, 'name', 'nameSigns'],
    ['no number of nodes', { size: null }, 'size', 'range'],
    ['ten nodes', { size: 10 }, 'size', 'range'],
    ['half a node', { size: 2.5 }, 'size', 'range'],
    ['an election timeout under five heartbeats', { electionMs: 499 }, 'electionMs', 'electionShort'],
    ['a heartbeat of nothing', { heartbeatMs: 0 }, 'heartbeatMs', 'range'],
    ['a quota of nothing', { quota: 0 }, 'quota', 'range'],
    ['a time that is none', { compaction: 'periodic', retention: '1000' }, 'retention', 'retention.periodic'],
    [
      'revisions that are a time',
      { compaction: 'revision', retention: '1h' },
      'retention',
      'retention.revision',
    ],
    ['a port of the system', { firstPort: 80 }, 'firstPort', 'range'],
    ['a last port that is none', { size: 9, firstPort: 65_530 }, 'firstPort', 'range'],
  ])('refuses %s beside its field', (_name, part, field, key) => {
    const problem = problemsOf({ ...draft, ...part })[field];
    expect(problem?.key).toBe(`local.create.${key}`);
    expect(inputOf({ ...draft, ...part })).toBeNull();
  });

  it('takes an election timeout of five heartbeats', () => {
    expect(problemsOf({ ...draft, heartbeatMs: 100, electionMs: 500 })).toEqual({});
  });

  it.each<[FailureValue, DraftField | null]>([
    [{ code: 'NAME_TAKEN', data: { name: 'demo' } }, 'name'],
    [
      { code: 'ELECTION_TIMEOUT_TOO_SHORT', data: { heartbeatMs: 100, electionMs: 1, minimumMs: 500 } },
      'electionMs',
    ],
    [{ code: 'FLAG_REFUSED', data: { flag: '--name', reason: 'set-by-app' } }, 'extraFlags'],
    [{ code: 'PORT_TAKEN', data: { port: 2379, by: null } }, 'firstPort'],
    [{ code: 'ETCD_TOO_OLD', data: { version: '3.3.0', minimum: '3.4.0' } }, 'etcdPath'],
    [{ code: 'NOT_FOUND', data: { what: 'etcd', name: '/x' } }, 'etcdPath'],
    [{ code: 'BAD_INPUT', data: { field: 'tuning.quotaBytes', reason } }, 'quota'],
    [{ code: 'BAD_INPUT', data: { field: 'tuning.autoCompaction.retention', reason } }, 'retention'],
    [{ code: 'BAD_INPUT', data: { field: 'name', reason } }, 'name'],
    [{ code: 'BAD_INPUT', data: { field: '', reason } }, null],
    [{ code: 'DISK_FULL', data: { path: '/x' } }, null],
  ])('shows %o at %s', (failure, field) => {
    expect(fieldOf(failure)).toBe(field);
  });
});
