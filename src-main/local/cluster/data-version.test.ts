import { describe, expect, it } from 'vitest';
import { defaultTuning } from '@shared/contract/local';
import type { MemberStatus } from '@shared/contract/members';
import type { ClusterRecord } from '../record/record';
import { refuseFor, servedVersion, withEtcd, writtenBy } from './data-version';

const etcd = (version: string): ClusterRecord['etcd'] => ({
  path: `/opt/${version}/etcd`,
  version,
  executable: `/opt/${version}/etcd`,
});
const record = (version: string, part: Partial<ClusterRecord> = {}): ClusterRecord => ({
  id: 'ab',
  name: 'demo',
  createdAt: '',
  etcd: etcd(version),
  tuning: defaultTuning,
  keepRunning: false,
  nodes: [],
  ...part,
});
const says = (minor: string) => ({ kind: 'minor', minor }) as const;

describe('the version of the data', () => {
  it('is not that of an etcd that was only tried', () => {
    const tried = record('3.7.1', { dataVersion: '3.5.30' });
    expect(writtenBy(tried, says('3.5'))).toBe('3.5.30');
    expect(writtenBy(tried, { kind: 'silent' })).toBe('3.5.30');
  });

  it('is read off the data when an earlier app recorded nothing', () => {
    expect(writtenBy(record('3.7.1'), says('3.5'))).toBe('3.5');
    expect(writtenBy(record('3.5.30'), says('3.5'))).toBe('3.5.30');
    expect(writtenBy(record('3.5.30'), { kind: 'silent' })).toBe('3.5.30');
  });

  it('is a newer one that the data names, although nobody saw it serve', () => {
    expect(writtenBy(record('3.6.16', { dataVersion: '3.5.30' }), says('3.6'))).toBe('3.6.16');
  });

  it('is none without data', () => {
    expect(writtenBy(record('3.7.1', { dataVersion: '3.5.30' }), { kind: 'empty' })).toBeNull();
  });

  it.each<[string, string | undefined, string, string | null, string | undefined]>([
    ['3.5.30', '3.4.23', '3.5.30', null, '3.5.30'],
    ['3.6.16', '3.5.30', '3.6.16', null, '3.5.30'],
    ['3.6.16', '3.5.30', '3.6.16', '3.5.0', '3.5.30'],
    ['3.6.16', '3.5.30', '3.6.16', '3.6.0', '3.6.16'],
    ['3.6.16', '3.6.16', '3.6.16', '3.5.0', '3.5'],
    ['3.7.3', undefined, '3.7.3', '3.5.0', undefined],
  ])(
    'under %s, known as %s, is after an answer of %s with storage %s: %s',
    (own, known, version, storage, is) => {
      const status = { version, storageVersion: storage } as MemberStatus;
      expect(servedVersion(record(own, { dataVersion: known }), status)).toBe(is);
    },
  );

  it('keeps an etcd from data that it must not have', () => {
    expect(() => refuseFor('3.6.16', '3.5.30')).toThrow(
      expect.objectContaining({ code: 'ETCD_DOWNGRADE', data: { version: '3.5.30', written: '3.6.16' } }),
    );
    expect(() => refuseFor('3.5.30', '3.7.1')).toThrow(expect.objectContaining({ code: 'ETCD_STEPWISE' }));
    expect(() => refuseFor(null, '3.7.1')).not.toThrow();
    expect(() => refuseFor('3.5.16', '3.6.16')).not.toThrow();
  });
});

describe('a change of etcd', () => {
  const flag = '--experimental-compaction-batch-limit=500';
  const own = record('3.6.16', { dataVersion: '3.6.16', tuning: { ...defaultTuning, extraFlags: [flag] } });

  it('keeps what the cluster last ran well with, and goes back to exactly that', () => {
    const changed = { ...own, ...withEtcd(own, etcd('3.7.1'), '3.6.16') };
    expect(changed.tuning.extraFlags).toEqual(['--compaction-batch-limit=500']);
    expect(changed.before).toEqual({ etcd: own.etcd, extraFlags: [flag] });
    const again = { ...changed, ...withEtcd(changed, etcd('3.7.3'), '3.6.16') };
    expect(again.before).toEqual(changed.before);
    expect(withEtcd(again, own.etcd, '3.6.16')).toMatchObject({
      etcd: own.etcd,
      tuning: own.tuning,
      before: undefined,
    });
  });

  it('has no way back to an etcd that never had the data', () => {
    expect(withEtcd(record('3.7.1'), etcd('3.6.16'), '3.5.30').before).toBeUndefined();
  });
});
