import type { MemberStatus } from '@shared/contract/members';
import { flagsFor } from '@shared/etcd/flags';
import { compareMinors, minorOf, updateOf } from '@shared/etcd/versions';
import { Failure } from '../../base/failure';
import type { DataSays } from '../data/data-says';
import type { ClusterRecord } from '../record/record';

/**
 * The version that wrote the cluster's data: of the last etcd that served with it, or a newer one that the data itself
 * names; a minor version where only that is known. Null when there is no data.
 */
export function writtenBy({ etcd, dataVersion }: ClusterRecord, says: DataSays): string | null {
  if (says.kind === 'empty') return null;
  if (says.kind === 'silent') return dataVersion ?? etcd.version;
  if (dataVersion !== undefined && compareMinors(dataVersion, says.minor) >= 0) return dataVersion;
  return compareMinors(etcd.version, says.minor) === 0 ? etcd.version : says.minor;
}

/**
 * The version to record for data with which a member serves. etcd 3.6 and later moves its data up, or down after
 * `etcdctl downgrade`, only after it began to serve; until it says so, what was known stays true.
 */
export function servedVersion(
  { etcd, dataVersion }: ClusterRecord,
  { version, storageVersion }: MemberStatus,
): string | undefined {
  if (storageVersion === null) return compareMinors(version, '3.6') < 0 ? etcd.version : dataVersion;
  if (compareMinors(storageVersion, version) === 0) return etcd.version;
  // No other etcd is known to have had it: a new cluster has the lowest version for its first seconds.
  if (dataVersion === undefined) return undefined;
  if (compareMinors(dataVersion, storageVersion) === 0) return dataVersion;
  const found = minorOf(storageVersion);
  return found ? `${found.major}.${found.minor}` : dataVersion;
}

/** Throws ETCD_DOWNGRADE or ETCD_STEPWISE when an etcd `version` must not have data that `written` wrote. */
export function refuseFor(written: string | null, version: string): void {
  const update = updateOf(written, version);
  if (written === null) return;
  if (update.kind === 'older') throw new Failure('ETCD_DOWNGRADE', { version, written });
  if (update.kind === 'stepwise') {
    throw new Failure('ETCD_STEPWISE', { version, written, first: [...update.first] });
  }
}

/**
 * The fields of the record once another etcd is selected: its flags in the new version's words, and what it last ran
 * well with, for the way back. `written` is what `writtenBy` says.
 */
export function withEtcd(
  { etcd: own, tuning, before }: ClusterRecord,
  etcd: ClusterRecord['etcd'],
  written: string | null,
): Pick<ClusterRecord, 'etcd' | 'dataVersion' | 'tuning' | 'before'> {
  const dataVersion = written ?? undefined;
  if (before?.etcd.path === etcd.path) {
    return { etcd, dataVersion, tuning: { ...tuning, extraFlags: before.extraFlags }, before: undefined };
  }
  const ranWell = written !== null && updateOf(written, own.version).kind === 'free';
  const kept = before ?? (ranWell ? { etcd: own, extraFlags: tuning.extraFlags } : undefined);
  const flags = flagsFor(kept?.extraFlags ?? tuning.extraFlags, etcd.version).flags;
  return { etcd, dataVersion, tuning: { ...tuning, extraFlags: [...flags] }, before: kept };
}

/** The fields of the record when another version stands at the path of its etcd: its flags are in that version's words. */
export function withOther(
  { etcd: own, tuning }: ClusterRecord,
  etcd: ClusterRecord['etcd'],
): Pick<ClusterRecord, 'etcd' | 'tuning'> {
  if (etcd.version === own.version) return { etcd, tuning };
  return { etcd, tuning: { ...tuning, extraFlags: [...flagsFor(tuning.extraFlags, etcd.version).flags] } };
}
