import type { MessageInitShape } from '@bufbuild/protobuf';
import type { RangeRequestSchema } from '../gen/kv_pb';
import { KV } from '../gen/kv_pb';
import type { KeyValue } from '../gen/mvcc_pb';
import type { StreamOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/** What RangeStream can do: it always sorts by key, and filters by nothing. */
export type StreamedRange = Pick<
  MessageInitShape<typeof RangeRequestSchema>,
  'key' | 'rangeEnd' | 'limit' | 'revision' | 'serializable' | 'keysOnly'
>;

export interface RangePart {
  /** In the order of their keys. Bytes are views of the message: copy what is kept. */
  readonly kvs: readonly KeyValue[];
  /** Told with the last part alone; null before. */
  readonly end: {
    /** The store's revision when the member began. All parts show the keys of one revision. */
    readonly revision: bigint;
    /** Keys of the range, those beyond the limit included. */
    readonly count: bigint;
    /** Whether the limit cut the answer. */
    readonly more: boolean;
  } | null;
}

/**
 * Keys of [key, rangeEnd) in parts, as they are taken; since etcd 3.7, TOO_OLD_FOR before. One member answers, which
 * holds no more than a part in memory, about 1.5 MiB by default. Linearizable unless told otherwise. A stream that breaks
 * off is not resumed: a caller who wants to go on asks for the keys after the last one, at the same revision.
 * PERMISSION_DENIED unless the user's role covers the whole range; REVISION_COMPACTED, also in the middle of a long
 * stream; REVISION_FUTURE.
 */
export async function* rangeStream(
  client: EtcdClient,
  request: StreamedRange,
  options?: StreamOptions,
): AsyncGenerator<RangePart, void, undefined> {
  for await (const { rangeResponse } of client.receive(KV.method.rangeStream, request, options)) {
    if (!rangeResponse) continue;
    const { header, kvs, count, more } = rangeResponse;
    yield { kvs, end: header ? { revision: header.revision, count, more } : null };
  }
}
