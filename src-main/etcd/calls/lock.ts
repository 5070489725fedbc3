import { Lock } from '../gen/lock_pb';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/**
 * Acquires the lock `name` and returns the key that proves it. Waits while another client holds it, at most
 * `deadlineMs` (default 5 s). After that it fails with OUTCOME_UNKNOWN, since the lock may still have been
 * granted. Waiting costs a key below `name` and a watch at the asked member.
 *
 * The lock lasts as long as `lease`, which the caller keeps alive. A caller that already holds it with the same
 * lease gets it at once. LEASE_NOT_FOUND, PERMISSION_DENIED.
 */
export async function lock(
  client: EtcdClient,
  request: { readonly name: Uint8Array; readonly lease: bigint },
  options?: CallOptions,
): Promise<Uint8Array> {
  const { key } = await client.call(Lock.method.lock, request, options);
  return key.slice();
}

/** Releases a lock by the key that `lock` returned. Does nothing when the lock is no longer held. */
export async function unlock(client: EtcdClient, key: Uint8Array, options?: CallOptions): Promise<void> {
  await client.call(Lock.method.unlock, { key }, options);
}
