import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareMinors, minorOf } from '@shared/etcd/versions';
import { readBolt } from './bolt';

/** What the data folders of a cluster tell about the version that wrote them. */
export type DataSays =
  /** No node has any data. */
  | { readonly kind: 'empty' }
  /** The newest minor version, such as `3.5`, that a node's data needs. */
  | { readonly kind: 'minor'; readonly minor: string }
  /** The data is too young to say, or cannot be read. */
  | { readonly kind: 'silent' };

/**
 * Reads the cluster version and the storage version (since 3.6) that etcd keeps in its data. What a killed etcd had
 * only in its log is not in there yet. No process may have the folders open.
 */
export function dataSays(folders: readonly string[]): DataSays {
  const files = folders.map(databaseOf).filter((file) => existsSync(file));
  if (files.length === 0) return { kind: 'empty' };
  const minors = files.flatMap(minorsIn);
  const [newest] = minors.sort((a, b) => compareMinors(b, a));
  return newest === undefined ? { kind: 'silent' } : { kind: 'minor', minor: newest };
}

/** etcd writes a lower version into new data, for its first seconds. */
const FIRST_MINOR = '3.4';

/** The file of the backend in a data folder. */
export function databaseOf(dataFolder: string): string {
  return join(dataFolder, 'member', 'snap', 'db');
}

function minorsIn(file: string): string[] {
  try {
    const values = [readBolt(file, 'cluster', 'clusterVersion'), readBolt(file, 'meta', 'storageVersion')];
    const minors = values.flatMap((value) => minorOf(value?.toString() ?? '') ?? []);
    const names = minors.map(({ major, minor }) => `${major}.${minor}`);
    return names.filter((name) => compareMinors(name, FIRST_MINOR) >= 0);
  } catch {
    // A damaged file says nothing; etcd says what is wrong with it when it starts.
    return [];
  }
}
