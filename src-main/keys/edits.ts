import {
  type Guard,
  type KeyFolder,
  type KeyValue,
  type PutResult,
  type RemovePrefixResult,
  type RemoveResult,
} from '@shared/contract/keys';
import type { CallOptions } from '../etcd/links/channel';
import type { EtcdClient } from '../etcd/links/client';
import type { RangeResponse, ResponseOp, TxnResponse } from '../etcd/gen/kv_pb';
import { Compare_CompareResult, Compare_CompareTarget } from '../etcd/gen/kv_pb';
import type { KeyValue as EtcdKeyValue } from '../etcd/gen/mvcc_pb';
import { hexId } from '../etcd/ids';
import {
  type Compare,
  deleteOperation,
  deleteRange,
  put as putKey,
  putOperation,
  range,
  rangeOperation,
  txn,
  unchangedSince,
} from '../etcd/calls/kv';
import { namingOldest } from '../etcd/calls/oldest-revision';
import type { Log } from '../base/log';
import type { PutAction } from './etcdctl';
import { rangesOf, some } from './folder';

/** A large delete may take long. Milliseconds. */
export const PREFIX_DEADLINE_MS = 60_000;

/**
 * One key as it is now, or as it was at `revision`, and the store's revision. KEY_EMPTY, REVISION_COMPACTED with the oldest
 * revision that can be read, REVISION_FUTURE.
 */
export async function get(
  client: EtcdClient,
  key: Uint8Array,
  revision: string | null,
  { log, ...options }: CallOptions & { readonly log: Log },
): Promise<{ current: KeyValue | null; revision: string }> {
  const request = { key: some(key), revision: BigInt(revision ?? 0) };
  const { kvs, header } = await range(client, request, options).catch(async (error: unknown) => {
    throw await namingOldest(client, request, error, log, options.signal);
  });
  return { current: kvs[0] ? asKeyValue(kvs[0]) : null, revision: String(header?.revision ?? 0n) };
}

/** Whether a key now has that mod revision. A linearizable read without the value. KEY_EMPTY. */
export async function isAt(
  client: EtcdClient,
  key: Uint8Array,
  modRevision: string,
  options?: CallOptions,
): Promise<boolean> {
  const { kvs } = await range(client, { key: some(key), keysOnly: true }, options);
  return String(kvs[0]?.modRevision ?? 0n) === modRevision;
}

/** Writes one key if its guard holds. One call. */
export async function put(client: EtcdClient, action: PutAction, options?: CallOptions): Promise<PutResult> {
  const { key, value, lease, guard } = action;
  some(key);
  const plain = { key, value, lease: lease.kind === 'lease' ? BigInt(`0x${lease.id}`) : 0n };
  const signed = { ...plain, lease: BigInt.asIntN(64, plain.lease) };
  const keeping = { key, value, ignoreLease: true };
  if (guard.kind === 'none' && lease.kind !== 'keep') {
    const { header } = await putKey(client, signed, options);
    return { kind: 'saved', revision: String(header?.revision ?? 0n) };
  }
  // Only an existing key can keep its lease.
  const answer = await txn(
    client,
    {
      compare: [guard.kind === 'none' ? exists(key) : compareOf(key, guard)],
      success: [putOperation(lease.kind === 'keep' && guard.kind !== 'absent' ? keeping : signed)],
      failure: [guard.kind === 'none' ? putOperation(signed) : rangeOperation({ key })],
    },
    options,
  );
  if (!answer.succeeded && guard.kind !== 'none') return conflict(answer);
  return { kind: 'saved', revision: String(answer.header?.revision ?? 0n) };
}

/** Deletes one key if its guard holds. One call. */
export async function remove(
  client: EtcdClient,
  key: Uint8Array,
  guard: Guard,
  options?: CallOptions,
): Promise<RemoveResult> {
  some(key);
  if (guard.kind === 'none') {
    const { header, deleted } = await deleteRange(client, { key }, options);
    return { kind: 'removed', revision: String(header?.revision ?? 0n), deleted: Number(deleted) };
  }
  const answer = await txn(
    client,
    {
      compare: [compareOf(key, guard)],
      success: [deleteOperation({ key })],
      failure: [rangeOperation({ key })],
    },
    options,
  );
  if (!answer.succeeded) return conflict(answer);
  return { kind: 'removed', revision: String(answer.header?.revision ?? 0n), deleted: deletedBy(answer) };
}

/**
 * Counts the keys of a folder, and returns the revision of the count. One call for each of its ranges, all at one
 * revision. The server walks the keys but sends none.
 */
export async function countPrefix(
  client: EtcdClient,
  folder: KeyFolder,
  options: CallOptions = {},
): Promise<{ count: number; revision: string }> {
  let [total, revision] = [0n, 0n];
  for (const keys of rangesOf(folder)) {
    const request = { ...keys, revision, countOnly: true };
    const { count, header } = await range(client, request, { deadlineMs: PREFIX_DEADLINE_MS, ...options });
    total += count;
    if (revision === 0n) revision = header?.revision ?? 0n;
  }
  return { count: Number(total), revision: String(revision) };
}

/**
 * Deletes exactly the keys of a folder, in one transaction, unless keys were created among them since
 * `confirmed` was counted: etcd checks that. For `MAX_CHECKED_KEYS` keys at most; see `removeInBatches` for more.
 */
export async function removePrefix(
  client: EtcdClient,
  folder: KeyFolder,
  confirmed: { readonly revision: string },
  options: CallOptions = {},
): Promise<RemovePrefixResult> {
  const ranges = rangesOf(folder);
  const answer = await txn(
    client,
    {
      compare: ranges.map((keys) => createdUpTo(keys, BigInt(confirmed.revision))),
      success: ranges.map(deleteOperation),
      failure: ranges.map((keys) => rangeOperation({ ...keys, countOnly: true })),
    },
    { deadlineMs: PREFIX_DEADLINE_MS, ...options },
  );
  const revision = String(answer.header?.revision ?? 0n);
  if (answer.succeeded) return { kind: 'removed', revision, deleted: deletedBy(answer) };
  const count = answer.responses.map(rangeIn).reduce((sum, each) => sum + Number(each?.count ?? 0n), 0);
  return { kind: 'changed', count, revision };
}

export function asKeyValue(kv: EtcdKeyValue): KeyValue {
  return {
    // A Buffer's own `slice` would not copy.
    key: new Uint8Array(kv.key),
    value: new Uint8Array(kv.value),
    createRevision: String(kv.createRevision),
    modRevision: String(kv.modRevision),
    version: String(kv.version),
    lease: kv.lease === 0n ? null : hexId(kv.lease),
  };
}

function compareOf(key: Uint8Array, guard: Exclude<Guard, { kind: 'none' }>): Compare {
  return unchangedSince(key, guard.kind === 'absent' ? 0n : BigInt(guard.modRevision));
}

function exists(key: Uint8Array): Compare {
  return {
    key,
    target: Compare_CompareTarget.CREATE,
    result: Compare_CompareResult.GREATER,
    targetUnion: { case: 'createRevision', value: 0n },
  };
}

/**
 * Holds while every key of the range was created at that revision or before; also holds for an empty range. Since
 * etcd 3.3.
 */
export function createdUpTo(keys: { key: Uint8Array; rangeEnd: Uint8Array }, revision: bigint): Compare {
  return {
    ...keys,
    target: Compare_CompareTarget.CREATE,
    result: Compare_CompareResult.LESS,
    targetUnion: { case: 'createRevision', value: revision + 1n },
  };
}

function conflict(answer: TxnResponse): { kind: 'conflict'; current: KeyValue | null } {
  const kv = rangeIn(answer.responses[0])?.kvs[0];
  return { kind: 'conflict', current: kv ? asKeyValue(kv) : null };
}

function rangeIn(operation: ResponseOp | undefined): RangeResponse | null {
  const response = operation?.response;
  return response?.case === 'responseRange' ? response.value : null;
}

/** How many keys the transaction deleted. */
export function deletedBy({ responses }: TxnResponse): number {
  return responses.reduce(
    (sum, { response }) =>
      sum + (response.case === 'responseDeleteRange' ? Number(response.value.deleted) : 0),
    0,
  );
}
