import { create } from '@bufbuild/protobuf';
import { memberStatus as contract } from '@shared/contract/members';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { StatusResponseSchema } from '../etcd/gen/maintenance_pb';
import { memberStatus } from './status';

const answer = {
  header: { clusterId: 0xcdf818194e3a8c32n, memberId: 0x0e9e52039765b8ffn, revision: 7n, raftTerm: 3n },
  version: '3.6.14',
  dbSize: 24_576n,
  dbSizeInUse: 20_480n,
  leader: 2n ** 64n - 1n,
  raftTerm: 3n,
  raftIndex: 2n ** 60n,
  raftAppliedIndex: 12n,
  errors: ['memberID:1 alarm:NOSPACE '],
  storageVersion: '3.6.0',
  dbSizeQuota: 2_147_483_648n,
  downgradeInfo: { enabled: true, targetVersion: '3.5.0' },
};

describe('the status of a member', () => {
  it('has IDs in hex and 64-bit counts in decimal, exactly', () => {
    expect(memberStatus(create(StatusResponseSchema, answer))).toEqual({
      clusterId: 'cdf818194e3a8c32',
      memberId: 'e9e52039765b8ff',
      version: '3.6.14',
      storageVersion: '3.6.0',
      dbSize: 24_576,
      dbSizeInUse: 20_480,
      dbSizeQuota: 2_147_483_648,
      leader: 'ffffffffffffffff',
      isLearner: false,
      raftTerm: '3',
      raftIndex: '1152921504606846976',
      raftAppliedIndex: '12',
      revision: '7',
      impossible: [],
      errors: ['memberID:1 alarm:NOSPACE '],
      downgrade: { enabled: true, target: '3.5.0' },
    });
  });

  it.each(['3.4.23', '3.5.30', '2.3.8', '', 'unknown'])(
    'of version %j is too old for what 3.6 added',
    (version) => {
      const status = memberStatus(create(StatusResponseSchema, { ...answer, version }));
      expect(status).toMatchObject({ storageVersion: null, dbSizeQuota: null, downgrade: null });
    },
  );

  it.each(['3.6.0', '3.6.0-rc.1', '3.10.2', '4.0.0'])(
    'of version %s means the zero that it says',
    (version) => {
      const bare = { header: answer.header, version };
      expect(memberStatus(create(StatusResponseSchema, bare))).toMatchObject({
        storageVersion: '',
        dbSizeQuota: 0,
        downgrade: { enabled: false, target: '' },
      });
    },
  );

  it.each([
    ['a size below zero', { dbSize: -1n }, 'dbSize', '-1', 'negative'],
    ['a part in use below zero', { dbSizeInUse: -5n }, 'dbSizeInUse', '-5', 'negative'],
    ['more in use than there is', { dbSizeInUse: 24_577n }, 'dbSizeInUse', '24577', 'above-size'],
    [
      'a term that no cluster reaches',
      { raftTerm: 2n ** 64n - 1n },
      'raftTerm',
      String(2n ** 64n - 1n),
      'too-large',
    ],
    [
      'an applied index that none reaches',
      { raftAppliedIndex: 2n ** 63n },
      'raftAppliedIndex',
      String(2n ** 63n),
      'too-large',
    ],
    [
      'entries that it applied and nobody committed',
      { raftIndex: 3n, raftAppliedIndex: 9000n },
      'raftIndex',
      '3',
      'below-applied',
    ],
    ['a revision below zero', { header: { ...answer.header, revision: -1n } }, 'revision', '-1', 'negative'],
  ] as const)('with %s does not know that figure, and all others', (_, lie, figure, said, why) => {
    const status = memberStatus(create(StatusResponseSchema, { ...answer, ...lie }));
    expect(status.impossible).toEqual([{ figure, said, why }]);
    expect(status[figure]).toBeNull();
    const unknown = Object.values(status).filter((value) => value === null);
    expect(unknown).toHaveLength(1);
    expect(v.is(contract, status)).toBe(true);
  });

  it('that applied entries while it answered has them committed', () => {
    const status = memberStatus(
      create(StatusResponseSchema, { ...answer, raftIndex: 9n, raftAppliedIndex: 12n }),
    );
    expect(status).toMatchObject({ raftIndex: '12', raftAppliedIndex: '12', impossible: [] });
  });

  it('whose quota is switched off says so, as etcd does', () => {
    const status = memberStatus(create(StatusResponseSchema, { ...answer, dbSizeQuota: -1n }));
    expect(status).toMatchObject({ dbSizeQuota: -1, impossible: [] });
  });

  it('without a leader says so', () => {
    expect(memberStatus(create(StatusResponseSchema, { ...answer, leader: 0n })).leader).toBeNull();
  });
});
