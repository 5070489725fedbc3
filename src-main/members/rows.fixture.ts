import type { MemberRow, MemberStatus } from '@shared/contract/members';

/** A member of a healthy cluster in term 2, led by member `a`. */
export const healthyStatus: MemberStatus = {
  clusterId: 'c',
  memberId: 'a',
  version: '3.6.14',
  storageVersion: '3.6.0',
  dbSize: 20_480,
  dbSizeInUse: 16_384,
  dbSizeQuota: 2_147_483_648,
  leader: 'a',
  isLearner: false,
  raftTerm: '2',
  raftIndex: '9',
  raftAppliedIndex: '9',
  revision: '1',
  impossible: [],
  errors: [],
  downgrade: { enabled: false, target: '' },
};

export function answeredRow(status: Partial<MemberStatus>): MemberRow {
  const whole = { ...healthyStatus, ...status };
  return {
    endpoint: `http://${whole.memberId}:2379`,
    name: `node ${whole.memberId}`,
    status: whole,
    failure: null,
    roundTripMs: 0.4,
    at: '2026-11-20T10:00:00.000Z',
  };
}
