import { create } from '@bufbuild/protobuf';
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

  it('without a leader says so', () => {
    expect(memberStatus(create(StatusResponseSchema, { ...answer, leader: 0n })).leader).toBeNull();
  });
});
