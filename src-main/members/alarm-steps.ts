import type { Alarm } from '@shared/contract/members';
import type { EtcdctlCommand } from '../base/recorder';
import { compact, range } from '../etcd/calls/kv';
import { AlarmRequest_AlarmAction, AlarmType, Maintenance } from '../etcd/gen/maintenance_pb';
import type { CallOptions } from '../etcd/links/channel';
import type { EtcdClient } from '../etcd/links/client';

/** A large database takes long: about 10 s per GB on a fast disk. Milliseconds. */
const LONG_MS = 600_000;

/** The revision that the cluster is at. One linearizable read of no key. */
export async function presentRevision(client: EtcdClient, options: CallOptions = {}): Promise<bigint> {
  const { header } = await range(client, { key: Uint8Array.of(0), countOnly: true }, options);
  return header?.revision ?? 0n;
}

/**
 * Discards the history of all keys up to a revision, and waits until its space is free for reuse. Keeps the values of
 * that revision. Through Raft: every member does it. REVISION_COMPACTED when that was done already.
 */
export async function compactTo(
  client: EtcdClient,
  revision: bigint,
  options: CallOptions = {},
): Promise<void> {
  await compact(client, { revision, physical: true }, { deadlineMs: LONG_MS, ...options });
}

/** Gives free space of one member's database back to its disk. The member does not answer meanwhile. */
export async function defragment(
  client: EtcdClient,
  endpoint: string,
  options: CallOptions = {},
): Promise<void> {
  await client.callAt(endpoint, Maintenance.method.defragment, {}, { deadlineMs: LONG_MS, ...options });
}

/** Ends an alarm. Through Raft. NO_SPACE is raised again at the next write when there is still too little space. */
export async function disarm(
  client: EtcdClient,
  { memberId, kind }: Alarm,
  options?: CallOptions,
): Promise<void> {
  const request = {
    action: AlarmRequest_AlarmAction.DEACTIVATE,
    memberID: BigInt(`0x${memberId}`),
    alarm: kind === 'nospace' ? AlarmType.NOSPACE : AlarmType.CORRUPT,
  };
  await client.call(Maintenance.method.alarm, request, options);
}

export function compactCommand(revision: bigint): EtcdctlCommand {
  return { words: ['compact'], flags: ['--physical'], args: [String(revision)] };
}

/** Of the connection's endpoints, etcdctl is to ask this one alone. */
export function defragmentCommand(endpoint: string): EtcdctlCommand {
  return { words: ['defrag'], flags: [`--endpoints=${endpoint}`, '--command-timeout=10m'] };
}

/** etcdctl disarms all alarms at once. */
export const disarmCommand: EtcdctlCommand = { words: ['alarm', 'disarm'] };
