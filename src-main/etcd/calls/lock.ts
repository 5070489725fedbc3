import { Lock } from '../gen/lock_pb';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/**
 * Takes the lock `name` and returns the key that is proof of it. Waits while others hold it, at most `deadlineMs`
 * (5 s unless told); then the lock may still have been given, and it fails with OUTCOME_UNKNOWN. Waiting costs a key
 * below `name` and a watch at the member asked.
 *
 * The lock lives as long as `lease`, which the caller keeps alive. Who holds it already with the same lease gets it at
 * once. LEASE_NOT_FOUND, PERMISSION_DENIED.
 */
export async function lock(
  client: EtcdClient,
  request: { readonly name: Uint8Array; readonly lease: bigint },
  options?: CallOptions,
): Promise<Uint8Array> {
  const { key } = await client.call(Lock.method.lock, request, options);
  return key.slice();
}

/** Releases a lock by the key that `lock` returned. Nothing happens when it is not held any more. */
export async function unlock(client: EtcdClient, key: Uint8Array, options?: CallOptions): Promise<void> {
  await client.call(Lock.method.unlock, { key }, options);
}
