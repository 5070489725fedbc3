import { Failure } from '../../base/failure';
import { DisposableStore } from '../../base/lifecycle';
import { pause } from '../../base/live';
import type { Log } from '../../base/log';
import type { EtcdClient } from '../links/client';
import { linkedAbort } from '../signals';
import { WatchSession } from './watch';

/** etcd tells of a compaction in its next round, every 100 ms (mvcc's syncWatchersLoop). */
const TOLD_WITHIN_MS = 2000;

/**
 * The oldest revision that is not compacted, as etcd says it when it cancels a watch from `revision`, which is
 * compacted. Costs the server one watch of one key for a tenth of a second. null when it does not say in time.
 */
export async function oldestRevision(
  client: EtcdClient,
  { key, revision }: { readonly key: Uint8Array; readonly revision: bigint },
  log: Log,
  signal?: AbortSignal,
): Promise<bigint | null> {
  const store = new DisposableStore();
  const wait = store.add(linkedAbort(signal));
  store.defer(() => wait.abort());
  try {
    const told = new Promise<bigint>((resolve) => {
      const listener = {
        events: () => undefined,
        gap: ({ compactRevision }: { readonly compactRevision: bigint }) => resolve(compactRevision),
        uncertain: () => undefined,
        wentBack: () => undefined,
      };
      store.add(new WatchSession(client, { key, startRevision: revision }, listener, log));
    });
    const found = await Promise.race([told, pause(TOLD_WITHIN_MS, wait.signal)]);
    return typeof found === 'bigint' && found > revision ? found : null;
  } finally {
    await store.dispose();
  }
}

/**
 * The error of a read at `revision`, which names the oldest revision that can be read if that one was compacted. Costs
 * what `oldestRevision` costs then, else nothing.
 */
export async function namingOldest(
  client: EtcdClient,
  read: { readonly key: Uint8Array; readonly revision: bigint },
  error: unknown,
  log: Log,
  signal?: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof Failure) || error.code !== 'REVISION_COMPACTED' || read.revision <= 0n) return error;
  const oldest = await oldestRevision(client, read, log, signal);
  const compacted = oldest === null ? null : oldest.toString();
  return new Failure(
    'REVISION_COMPACTED',
    { revision: read.revision.toString(), compacted },
    { cause: error },
  );
}
