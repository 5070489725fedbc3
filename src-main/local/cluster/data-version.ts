import type { ClusterRecord } from '../record/record';

/** The version of etcd that the data of a cluster was last run with. */
export function dataVersion({ etcd, dataVersion }: ClusterRecord): string {
  return dataVersion ?? etcd.version;
}

/**
 * Whether an etcd is too old for data that another one wrote: etcd reads what its own minor version wrote, and what
 * older ones did. Which older ones it says itself.
 */
export function isDowngrade(written: string, version: string): boolean {
  const [[major, minor], [otherMajor, otherMinor]] = [minorOf(written), minorOf(version)];
  return otherMajor < major || (otherMajor === major && otherMinor < minor);
}

/** What is no version counts as 0.0: etcd is to judge it. */
function minorOf(version: string): readonly [number, number] {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}
