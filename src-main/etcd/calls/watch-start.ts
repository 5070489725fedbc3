import { pause } from '../../base/live';
import { asFailure } from '../failures';
import type { EtcdClient } from '../links/client';
import type { EndpointLink } from '../links/endpoint-link';
import { range } from './kv';

/** The start of a watch at a member. */
export interface WatchStart {
  readonly key: Uint8Array;
  /** The first revision that is wanted. */
  readonly start: bigint;
  /** The revision of the member when it took the watch. */
  readonly reached: bigint;
  readonly link: EndpointLink;
  readonly signal: AbortSignal;
}

/** After this time a server has caught up with what a new watch wants (mvcc's syncWatchersLoop runs every 100 ms). */
const CATCH_UP_MS = 500;

/**
 * Whether nothing can be missing at the start of a watch; false when deletions at that very revision may be. When the
 * member is behind what was already seen, it may have another history: a read is then made, and its answer tells the
 * client's lineage. Costs nothing in most cases, else one to three reads of one key. Fails as `range` does.
 */
export async function startIsCertain(client: EtcdClient, watch: WatchStart): Promise<boolean> {
  const { start, reached, link, signal } = watch;
  if (start > reached + 1n) await isCompacted(client, watch, 0n);
  if (start > reached || !losesDeletions(link.version)) return true;
  await pause(CATCH_UP_MS, signal);
  if (!(await isCompacted(client, watch, start - 1n))) return true;
  // A compaction above the start has ended the watch.
  return isCompacted(client, watch, start);
}

/**
 * Whether etcd `version` loses a deletion that was made at the revision of a compaction, when a watch starts at that
 * revision (etcd 18089, 19179). Mended in 3.4.36, 3.5.18 and 3.6.0.
 */
export function losesDeletions(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => parseInt(part, 10));
  if (major !== 3) return major < 3;
  return minor < 4 || (minor === 4 && patch < 36) || (minor === 5 && patch < 18);
}

/** Whether the key cannot be read at a revision any more; 0 for the present. */
async function isCompacted(
  client: EtcdClient,
  { key, signal }: WatchStart,
  revision: bigint,
): Promise<boolean> {
  try {
    await range(client, { key, revision, keysOnly: true }, { signal });
    return false;
  } catch (error) {
    const failure = asFailure(error);
    if (failure.code === 'REVISION_COMPACTED') return true;
    if (failure.code === 'REVISION_FUTURE') return false;
    throw failure;
  }
}
