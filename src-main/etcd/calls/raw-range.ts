import type { DescMethodUnary } from '@bufbuild/protobuf';
import { fromBinary } from '@bufbuild/protobuf';
import type { BytesValue } from '@bufbuild/protobuf/wkt';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';
import { ResponseHeaderSchema } from '../gen/header_pb';
import type { RangeRequestSchema } from '../gen/kv_pb';
import { KV } from '../gen/kv_pb';

/**
 * Range with an undecoded answer, which `rawPage` reads key by key. Decoding 100,000 keys to messages blocks the
 * event loop for 60 ms (measured, without values, on an idle machine).
 */
export const rawRange: DescMethodUnary<typeof RangeRequestSchema, typeof BytesValueSchema> = {
  ...KV.method.range,
  output: BytesValueSchema,
};

/** Field numbers of RangeResponse, and of a KeyValue's key. */
const HEADER = 1;
const KVS = 2;
const MORE = 3;
const COUNT = 4;
const KEY = 1;

/** Wire types. */
const VARINT = 0;
const BITS_64 = 1;
const LENGTH_DELIMITED = 2;
const BITS_32 = 5;

/** The answer of a `rawRange`. */
export interface RawPage {
  /** The store's revision at the time of the answer. */
  readonly revision: bigint;
  /** All keys of the range, including those beyond the limit. */
  readonly count: number;
  readonly more: boolean;
  /** null when the page is empty. */
  readonly lastKey: Uint8Array | null;
  /** Decoded one by one; each key is a view on the answer. */
  keys(): Generator<Uint8Array, void, void>;
}

/** Scans the answer once: 2 ms for 100,000 keys. */
export function rawPage({ value: bytes }: BytesValue): RawPage {
  let [revision, count, more, last] = [0n, 0, false, -1];
  const fields = new Fields(bytes, 0, bytes.length);
  while (fields.next()) {
    if (fields.no === KVS) last = fields.start;
    else if (fields.no === HEADER)
      revision = fromBinary(ResponseHeaderSchema, bytes.subarray(fields.start, fields.end)).revision;
    else if (fields.no === MORE) more = fields.value !== 0;
    else if (fields.no === COUNT) count = fields.value;
  }
  const lastKey = last < 0 ? null : keyAt(bytes, last);
  return { revision, count, more, lastKey, keys: () => keysOf(bytes) };
}

function* keysOf(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  const fields = new Fields(bytes, 0, bytes.length);
  while (fields.next()) if (fields.no === KVS) yield keyAt(bytes, fields.start);
}

/** The key of the KeyValue at `start`: its first field, as every etcd writes it. */
function keyAt(bytes: Uint8Array, start: number): Uint8Array {
  const fields = new Fields(bytes, start, bytes.length);
  while (fields.next()) if (fields.no === KEY) return bytes.subarray(fields.start, fields.end);
  return new Uint8Array();
}

/** Walks through the fields of a message in place. */
class Fields {
  no = 0;
  /** The value of a varint field. */
  value = 0;
  /** Where the field's bytes start, for a field with a length. */
  start = 0;
  end: number;
  readonly #bytes: Uint8Array;
  readonly #limit: number;

  constructor(bytes: Uint8Array, start: number, limit: number) {
    this.#bytes = bytes;
    this.#limit = limit;
    this.end = start;
  }

  /** Moves to the next field; false at the end. */
  next(): boolean {
    if (this.end >= this.#limit) return false;
    const tag = this.#varint();
    this.no = tag >>> 3;
    this.value = 0;
    this.start = this.end;
    switch (tag & 7) {
      case VARINT:
        this.value = this.#varint();
        return true;
      case LENGTH_DELIMITED: {
        const length = this.#varint();
        this.start = this.end;
        this.end += length;
        return true;
      }
      case BITS_64:
        this.end += 8;
        return true;
      case BITS_32:
        this.end += 4;
        return true;
      default:
        return false;
    }
  }

  /** Exact up to 2^53. */
  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.end++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
}
