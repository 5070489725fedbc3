import type { ClusterRecord } from '../record/record';

/** The etcd version that last ran with the cluster's data. */
export function dataVersion({ etcd, dataVersion }: ClusterRecord): string {
  return dataVersion ?? etcd.version;
}

/**
 * Whether `version` is too old for data that `written` wrote. etcd reads data of its own minor version and of
 * older ones; it says itself which older ones.
 */
export function isDowngrade(written: string, version: string): boolean {
  const [[major, minor], [otherMajor, otherMinor]] = [minorOf(written), minorOf(version)];
  return otherMajor < major || (otherMajor === major && otherMinor < minor);
}

/** Text that is not a version counts as 0.0: let etcd decide. */
function minorOf(version: string): readonly [number, number] {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}
