import type { MemberStatus } from '@shared/contract/members';
import type { StatusResponse } from '../etcd/gen/maintenance_pb';
import { hexId } from '../etcd/ids';
import { MOST_ERRORS, shown } from '../etcd/limits';

/**
 * Converts a member's answer to the contract's type. Fields that the server's version is too old for are null; a
 * zero from a new enough server is a real zero. Of long texts and lists it has the beginning.
 */
export function memberStatus(response: StatusResponse): MemberStatus {
  const { header, version } = response;
  const since36 = isAtLeast(version, 3, 6);
  const { enabled = false, targetVersion = '' } = response.downgradeInfo ?? {};
  return {
    clusterId: hexId(header?.clusterId ?? 0n),
    memberId: hexId(header?.memberId ?? 0n),
    version: shown(version),
    storageVersion: since36 ? shown(response.storageVersion) : null,
    dbSize: Number(response.dbSize),
    dbSizeInUse: Number(response.dbSizeInUse),
    dbSizeQuota: since36 ? Number(response.dbSizeQuota) : null,
    leader: response.leader === 0n ? null : hexId(response.leader),
    isLearner: response.isLearner,
    raftTerm: String(response.raftTerm),
    raftIndex: String(response.raftIndex),
    raftAppliedIndex: String(response.raftAppliedIndex),
    revision: String(header?.revision ?? 0n),
    errors: response.errors.slice(0, MOST_ERRORS).map(shown),
    downgrade: since36 ? { enabled, target: shown(targetVersion) } : null,
  };
}

/** Whether `version`, such as 3.6.14 or 3.7.0-rc.1, is that release or a later one; false when it is not a version. */
function isAtLeast(version: string, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (!match) return false;
  const [ours, theirs] = [major * 1000 + minor, Number(match[1]) * 1000 + Number(match[2])];
  return theirs >= ours;
}
