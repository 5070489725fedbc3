import type { MessageInitShape } from '@bufbuild/protobuf';
import { Failure } from '../../base/failure';
import type {
  CompactionResponse,
  CompareSchema,
  DeleteRangeRequestSchema,
  DeleteRangeResponse,
  PutRequestSchema,
  PutResponse,
  RangeRequestSchema,
  RangeResponse,
  RequestOpSchema,
  TxnRequestSchema,
  TxnResponse,
} from '../gen/kv_pb';
import { Compare_CompareResult, Compare_CompareTarget, KV } from '../gen/kv_pb';
import type { KeyValue } from '../gen/mvcc_pb';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

export type Compare = MessageInitShape<typeof CompareSchema>;
export type Operation = MessageInitShape<typeof RequestOpSchema>;

/** `range_end` and `key` for "every key there is". */
export const ALL_KEYS: Uint8Array = Uint8Array.of(0);

/**
 * Keys of [key, rangeEnd), or `key` alone. Linearizable unless told otherwise. Costs the server time for every key of
 * the range, whatever the limit. PERMISSION_DENIED unless the user's role covers all of it; REVISION_COMPACTED,
 * REVISION_FUTURE.
 */
export function range(
  client: EtcdClient,
  request: MessageInitShape<typeof RangeRequestSchema>,
  options?: CallOptions,
): Promise<RangeResponse> {
  return client.call(KV.method.range, request, options);
}

/** One key and what is known of it; null when there is none. */
export async function getKey(
  client: EtcdClient,
  key: Uint8Array,
  options?: CallOptions,
): Promise<KeyValue | null> {
  const { kvs } = await range(client, { key: someKey(key) }, options);
  return kvs[0] ?? null;
}

/** Sets a key. LEASE_NOT_FOUND, NO_SPACE, REQUEST_TOO_LARGE, PERMISSION_DENIED; KEY_EMPTY without asking. */
export async function put(
  client: EtcdClient,
  request: MessageInitShape<typeof PutRequestSchema> & { readonly key: Uint8Array },
  options?: CallOptions,
): Promise<PutResponse> {
  someKey(request.key);
  return client.call(KV.method.put, request, options);
}

/** Deletes [key, rangeEnd), or `key` alone; says how many there were. */
export function deleteRange(
  client: EtcdClient,
  request: MessageInitShape<typeof DeleteRangeRequestSchema>,
  options?: CallOptions,
): Promise<DeleteRangeResponse> {
  return client.call(KV.method.deleteRange, request, options);
}

/** If all of `compare` hold, does all of `success`, else all of `failure`, at one revision. */
export function txn(
  client: EtcdClient,
  request: MessageInitShape<typeof TxnRequestSchema>,
  options?: CallOptions,
): Promise<TxnResponse> {
  return client.call(KV.method.txn, request, options);
}

/** Forgets what was before `revision`, for good. `physical` waits until its space is free for use. */
export function compact(
  client: EtcdClient,
  { revision, physical = false }: { readonly revision: bigint; readonly physical?: boolean },
  options?: CallOptions,
): Promise<CompactionResponse> {
  return client.call(KV.method.compact, { revision, physical }, options);
}

/** Holds while the key was last changed at that revision; 0 is "there is no such key". */
export function unchangedSince(key: Uint8Array, modRevision: bigint): Compare {
  return {
    key,
    target: Compare_CompareTarget.MOD,
    result: Compare_CompareResult.EQUAL,
    targetUnion: { case: 'modRevision', value: modRevision },
  };
}

export function putOperation(value: MessageInitShape<typeof PutRequestSchema>): Operation {
  return { request: { case: 'requestPut', value } };
}

export function deleteOperation(value: MessageInitShape<typeof DeleteRangeRequestSchema>): Operation {
  return { request: { case: 'requestDeleteRange', value } };
}

export function rangeOperation(value: MessageInitShape<typeof RangeRequestSchema>): Operation {
  return { request: { case: 'requestRange', value } };
}

function someKey(key: Uint8Array): Uint8Array {
  if (key.length === 0) throw new Failure('KEY_EMPTY', {});
  return key;
}
