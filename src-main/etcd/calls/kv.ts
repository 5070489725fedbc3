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
import { kvCalls } from './kv-answers';

export type Compare = MessageInitShape<typeof CompareSchema>;
export type Operation = MessageInitShape<typeof RequestOpSchema>;

/** As both `key` and `range_end`, selects every key. */
export const ALL_KEYS: Uint8Array = Uint8Array.of(0);

/**
 * Keys of [key, rangeEnd), or `key` alone. Linearizable by default. Costs the server time for every key of the
 * range, whatever the limit. PERMISSION_DENIED unless the user's role covers the whole range; REVISION_COMPACTED,
 * REVISION_FUTURE.
 */
export function range(
  client: EtcdClient,
  request: MessageInitShape<typeof RangeRequestSchema>,
  options?: CallOptions,
): Promise<RangeResponse> {
  return client.call(kvCalls.range, request, options);
}

/** One key with its value and metadata; null when it does not exist. */
export async function getKey(
  client: EtcdClient,
  key: Uint8Array,
  options?: CallOptions,
): Promise<KeyValue | null> {
  const { kvs } = await range(client, { key: someKey(key) }, options);
  return kvs[0] ?? null;
}

/** Sets a key. LEASE_NOT_FOUND, NO_SPACE, REQUEST_TOO_LARGE, PERMISSION_DENIED; KEY_EMPTY without asking etcd. */
export async function put(
  client: EtcdClient,
  request: MessageInitShape<typeof PutRequestSchema> & { readonly key: Uint8Array },
  options?: CallOptions,
): Promise<PutResponse> {
  someKey(request.key);
  return client.call(kvCalls.put, request, options);
}

/** Deletes [key, rangeEnd), or `key` alone; returns how many keys it deleted. */
export function deleteRange(
  client: EtcdClient,
  request: MessageInitShape<typeof DeleteRangeRequestSchema>,
  options?: CallOptions,
): Promise<DeleteRangeResponse> {
  return client.call(kvCalls.deleteRange, request, options);
}

/** If all of `compare` hold, runs all of `success`, else all of `failure`, at one revision. */
export function txn(
  client: EtcdClient,
  request: MessageInitShape<typeof TxnRequestSchema>,
  options?: CallOptions,
): Promise<TxnResponse> {
  return client.call(kvCalls.txn, request, options);
}

/** Discards all history before `revision`, for good. `physical` waits until the space is free for reuse. */
export function compact(
  client: EtcdClient,
  { revision, physical = false }: { readonly revision: bigint; readonly physical?: boolean },
  options?: CallOptions,
): Promise<CompactionResponse> {
  return client.call(KV.method.compact, { revision, physical }, options);
}

/** Holds while the key's last change is at `modRevision`; 0 means that the key does not exist. */
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
