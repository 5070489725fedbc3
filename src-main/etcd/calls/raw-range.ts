import type { DescMethodUnary } from '@bufbuild/protobuf';
import type { BytesValue, BytesValueSchema } from '@bufbuild/protobuf/wkt';
import { compareBytes } from '@shared/bytes';
import { Damaged, Fields } from '../fields';
import { ResponseHeaderSchema } from '../gen/header_pb';
import type { RangeRequest, RangeRequestSchema } from '../gen/kv_pb';
import { KV } from '../gen/kv_pb';
import { MOST_OTHER_FIELDS } from '../limits';
import { decoded, rawOutput } from '../links/answer';

/**
 * Range with an undecoded answer, which `rawPage` reads key by key. Decoding 100,000 keys to messages blocks the
 * event loop for 60 ms (measured, without values, on an idle machine).
 */
export const rawRange: DescMethodUnary<typeof RangeRequestSchema, typeof BytesValueSchema> = {
  ...KV.method.range,
  output: rawOutput(KV.method.range.input, checkPage),
};

/** Field numbers of RangeResponse, and of a KeyValue's key. */
const HEADER = 1;
const KVS = 2;
const MORE = 3;
const COUNT = 4;
const KEY = 1;

/** The answer of a `rawRange`. */
export interface RawPage {
  /** The store's revision at the time of the answer. */
  readonly revision: bigint;
  /** All keys of the range, including those beyond the limit. */
  readonly count: number;
  readonly more: boolean;
  /** Keys in this page. */
  readonly length: number;
  /** null when the page is empty. */
  readonly lastKey: Uint8Array | null;
  /** Decoded one by one; each key is a view on the answer. Throws Damaged, also when a key is out of order. */
  keys(): Generator<Uint8Array, void, void>;
}

/** Scans the answer to a request for the keys from `first` on once: 2 ms for 100,000 keys. Throws Damaged. */
export function rawPage({ value: bytes }: BytesValue, first: Uint8Array): RawPage {
  let [revision, count, more, length, last, end] = [0n, 0, false, 0, 0, 0];
  const fields = new Fields(bytes, 0, bytes.length);
  while (fields.next()) {
    if (fields.no === KVS) [length, last, end] = [length + 1, fields.start, fields.end];
    else if (fields.no === HEADER)
      revision = decoded(ResponseHeaderSchema, bytes.subarray(fields.start, fields.end)).revision;
    else if (fields.no === MORE) more = fields.value !== 0;
    else if (fields.no === COUNT) count = fields.value;
  }
  const lastKey = length === 0 ? null : keyIn(bytes, last, end);
  return { revision, count, more, length, lastKey, keys: () => keysOf(bytes, first) };
}

function* keysOf(bytes: Uint8Array, first: Uint8Array): Generator<Uint8Array, void, void> {
  const fields = new Fields(bytes, 0, bytes.length);
  let last: Uint8Array | null = null;
  while (fields.next()) {
    if (fields.no !== KVS) continue;
    const key = keyIn(bytes, fields.start, fields.end);
    if (compareBytes(key, last ?? first) < (last ? 1 : 0)) throw new Damaged('order');
    yield (last = key);
  }
}

/** The key of the KeyValue from `start` to `end`: its first field, as every etcd writes it. */
function keyIn(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const fields = new Fields(bytes, start, end);
  if (fields.next() && fields.no === KEY && fields.hasLength) return bytes.subarray(fields.start, fields.end);
  throw new Damaged('no-key');
}

/**
 * Throws unless the answer can be walked through and is one that etcd gives: more to come only when it has as many keys
 * as were asked for. The keys themselves are checked as they are read, since checking 500,000 of them would block the
 * event loop for a tenth of a second.
 */
function checkPage(bytes: Uint8Array, { limit }: RangeRequest): void {
  const fields = new Fields(bytes, 0, bytes.length);
  let [length, others, more] = [0, 0, false];
  while (fields.next()) {
    const { no, start, end, value, hasLength } = fields;
    if (no !== KVS && ++others > MOST_OTHER_FIELDS) throw new Damaged('too-many-fields');
    if (no === MORE) more = value !== 0;
    if (no === COUNT && !Number.isSafeInteger(value)) throw new Damaged('count');
    if (no !== HEADER && no !== KVS) continue;
    if (!hasLength) throw new Damaged('no-message');
    if (no === KVS) length++;
    else decoded(ResponseHeaderSchema, bytes.subarray(start, end));
  }
  if (more && length < limit) throw new Damaged('more');
  if (limit > 0n && length > limit) throw new Damaged('too-many-fields');
}
