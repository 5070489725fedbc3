import type { MessageInitShape } from '@bufbuild/protobuf';
import type { RangeRequestSchema } from '../gen/kv_pb';
import { KV } from '../gen/kv_pb';
import type { KeyValue } from '../gen/mvcc_pb';
import type { StreamOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/** The options of RangeStream, which always sorts by key and cannot filter. */
export type StreamedRange = Pick<
  MessageInitShape<typeof RangeRequestSchema>,
  'key' | 'rangeEnd' | 'limit' | 'revision' | 'serializable' | 'keysOnly'
>;

export interface RangePart {
  /** Sorted by key. Bytes are views on the message: copy what you keep. */
  readonly kvs: readonly KeyValue[];
  /** Set on the last part only; null before. */
  readonly end: {
    /** The store's revision when the member began. All parts show this one revision. */
    readonly revision: bigint;
    /** All keys of the range, including those beyond the limit. */
    readonly count: bigint;
    /** Whether the limit cut the answer short. */
    readonly more: boolean;
  } | null;
}

/**
 * Streams the keys of [key, rangeEnd) in parts, at the caller's pace; since etcd 3.7, TOO_OLD_FOR before. One
 * member answers and holds at most one part in memory, about 1.5 MiB by default. Linearizable by default. A broken
 * stream is not resumed: to continue, ask for the keys after the last one, at the same revision. PERMISSION_DENIED
 * unless the user's role covers the whole range; REVISION_COMPACTED, also in the middle of a long stream;
 * REVISION_FUTURE.
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
