import type { MemberRow } from '@shared/contract/members';
import { describe, expect, it } from 'vitest';
import { asEtcdctlJson, asEtcdctlTable, asText } from './copy';
import { sampleRow, sampleStatus, unreachable } from '../../members/sample';
import jsonOf36 from './samples/json-3.6.txt?raw';
import jsonOfNospace from './samples/json-nospace.txt?raw';
import tableOf36 from './samples/table-3.6.txt?raw';
import tableOfNospace from './samples/table-nospace.txt?raw';

/** The members whose status etcdctl 3.6.14 printed into the samples. */
const three: readonly MemberRow[] = [0, 1, 2].map((index) =>
  sampleRow(index, {
    endpoint: `127.0.0.1:${31_172 + 2 * index}`,
    status: sampleStatus(index, {
      clusterId: '7d8487c88790ccac',
      storageVersion: index === 2 ? '3.6.0' : '3.5.0',
      leader: 'ff34287f6b9a3789',
      raftTerm: '2',
      raftIndex: '8',
      raftAppliedIndex: '8',
      revision: '1',
    }),
  }),
);
/** A full member of version 3.5: it reports an error, and no storage version, quota or downgrade. */
const full = sampleRow(0, {
  endpoint: '127.0.0.1:31272',
  status: sampleStatus(0, {
    clusterId: 'cdf818194e3a8c32',
    memberId: '8e9e05c52164694d',
    leader: '8e9e05c52164694d',
    version: '3.5.30',
    storageVersion: null,
    dbSize: 17_035_264,
    dbSizeInUse: 10_031_104,
    dbSizeQuota: null,
    raftTerm: '2',
    raftIndex: '24',
    raftAppliedIndex: '24',
    revision: '11',
    errors: ['memberID:10276657743932975437 alarm:NOSPACE '],
    downgrade: null,
  }),
});

describe('a copy of the member table', () => {
  it.each([
    ['three of 3.6', three, tableOf36],
    ['one of 3.5 with an alarm', [full], tableOfNospace],
  ])('as etcdctl table is what etcdctl prints of %s', (_name, rows, printed) => {
    expect(asEtcdctlTable(rows)).toBe(printed.trimEnd());
  });

  it.each([
    ['three of 3.6', three, jsonOf36],
    ['one of 3.5 with an alarm', [full], jsonOfNospace],
  ])('as JSON is what etcdctl prints of %s', (_name, rows, printed) => {
    expect(asEtcdctlJson(rows)).toBe(printed.trimEnd());
  });

  it('leaves out members that do not answer, as etcdctl does', () => {
    const rows = [sampleRow(0), sampleRow(1, unreachable), sampleRow(2, { status: null })];
    expect(asEtcdctlTable(rows)).toBe(asEtcdctlTable([sampleRow(0)]));
    expect(asEtcdctlJson(rows)).toBe(asEtcdctlJson([sampleRow(0)]));
    expect(asEtcdctlJson([])).toBe('[]');
  });

  it('has the figures that cannot be true as the member tells them, like etcdctl', () => {
    const impossible = [{ figure: 'dbSize', said: '-1', why: 'negative' } as const];
    const status = sampleStatus(0, { dbSize: null, impossible, dbSizeQuota: -1 });
    const rows = [sampleRow(0, { status })];
    expect(asEtcdctlJson(rows)).toContain('"dbSize":-1');
    expect(asEtcdctlJson(rows)).toContain('"dbSizeQuota":-1');
    expect(asEtcdctlTable(rows).match(/ 18 EB /g)).toHaveLength(2);
  });

  it('as JSON shows downgrades and learners', () => {
    const status = sampleStatus(0, {
      isLearner: true,
      leader: null,
      downgrade: { enabled: true, target: '3.5.0' },
    });
    const json = asEtcdctlJson([sampleRow(0, { status })]);
    expect(json).toContain('"isLearner":true');
    expect(json).toContain('"downgradeInfo":{"enabled":true,"targetVersion":"3.5.0"}');
    expect(json).not.toContain('"leader"');
  });

  it('as text has aligned columns, with figures on the right', () => {
    const rows = [
      ['Name', 'Index', 'Errors'],
      ['n1', '1,204', '-'],
      ['node', '8', 'no leader'],
    ];
    expect(asText(rows, new Set([1]))).toBe(
      ['Name  Index  Errors', 'n1    1,204  -', 'node      8  no leader'].join('\n'),
    );
    expect(asText([], new Set())).toBe('');
  });
});
