import { create } from '@bufbuild/protobuf';
import { isFailure } from '../../base/failure';
import type { LeaderKey } from '../gen/election_pb';
import { Election, LeaderKeySchema } from '../gen/election_pb';
import type { KeyValue } from '../gen/mvcc_pb';
import type { CallOptions, StreamOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/**
 * Runs for leader of the election `name`, among clients of the cluster, and returns the proof of having won. Waits
 * while another client leads, at most `deadlineMs` (default 5 s). After that it fails with OUTCOME_UNKNOWN, since
 * it may still have been elected. Leadership lasts as long as `lease`, which the caller keeps alive.
 * LEASE_NOT_FOUND, PERMISSION_DENIED.
 */
export async function campaign(
  client: EtcdClient,
  request: { readonly name: Uint8Array; readonly lease: bigint; readonly value: Uint8Array },
  options?: CallOptions,
): Promise<LeaderKey> {
  const { leader } = await client.call(Election.method.campaign, request, options);
  // Every etcd sends a leader.
  return leader ?? create(LeaderKeySchema);
}

/** Changes the value that a leader shows. ETCD_ERROR ("election: not leader") when it no longer leads. */
export async function proclaim(
  client: EtcdClient,
  request: { readonly leader: LeaderKey; readonly value: Uint8Array },
  options?: CallOptions,
): Promise<void> {
  await client.call(Election.method.proclaim, request, options);
}

/** The leader's key, with the value that it proclaimed last; null when there is no leader. */
export async function electedLeader(
  client: EtcdClient,
  name: Uint8Array,
  options?: CallOptions,
): Promise<KeyValue | null> {
  try {
    const { kv } = await client.call(Election.method.leader, { name }, options);
    return kv ?? null;
  } catch (error) {
    if (isFailure(error) && saysNoLeader(error.value.data)) return null;
    throw error;
  }
}

/**
 * Follows an election: yields the present leader, if any, then each newly elected leader and each proclaimed
 * value. Waits while nobody leads. May skip some that follow each other quickly. Ends when its member fails; the
 * caller then asks again.
 */
export async function* observeElection(
  client: EtcdClient,
  name: Uint8Array,
  options?: StreamOptions,
): AsyncGenerator<KeyValue, void, undefined> {
  for await (const { kv } of client.receive(Election.method.observe, { name }, options)) if (kv) yield kv;
}

/** Gives leadership up, and the next candidate is elected. Does nothing when leadership was lost already. */
export async function resign(client: EtcdClient, leader: LeaderKey, options?: CallOptions): Promise<void> {
  await client.call(Election.method.resign, { leader }, options);
}

function saysNoLeader(data: object): boolean {
  return 'message' in data && data.message === 'election: no leader';
}
