import type { Damage } from '@shared/contract/reasons';

/** Wire types of protobuf's encoding; the two of its old groups are in no message of etcd. */
const VARINT = 0;
const BITS_64 = 1;
const LENGTH_DELIMITED = 2;
const BITS_32 = 5;

/** A varint carries 64 bits, seven in each byte. */
const VARINT_BYTES = 10;
/** So many bytes of it fit into the 53 bits that a number has. */
const EXACT_BYTES = 7;

/** An answer is not what it should be. The message is the code, since gRPC passes on nothing else of an error. */
export class Damaged extends Error {
  override readonly name = 'Damaged';

  constructor(
    readonly damage: Damage,
    options?: ErrorOptions,
  ) {
    super(damage, options);
  }
}

/**
 * Walks through the fields of a protobuf message in place. Throws Damaged where the message is, so a walk always
 * ends: each step moves on, and none leaves the message.
 */
export class Fields {
  no = 0;
  /** The value of a varint field. Exact up to 2^53; `int64` is exact. */
  value = 0;
  /** Where the field's bytes start: after its length, if it has one. */
  start = 0;
  end: number;
  /** Whether the field has a length: bytes, text, or a message. */
  hasLength = false;
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  #isVarint = false;

  constructor(bytes: Uint8Array, start: number, limit: number) {
    this.#bytes = bytes;
    this.#limit = limit;
    this.end = start;
  }

  /** Moves to the next field; false at the end. */
  next(): boolean {
    if (this.end === this.#limit) return false;
    const tag = this.#varint();
    const type = tag & 7;
    this.no = Math.floor(tag / 8);
    if (this.no === 0) throw new Damaged('field-number');
    this.value = 0;
    this.hasLength = type === LENGTH_DELIMITED;
    this.#isVarint = type === VARINT;
    this.start = this.end;
    if (type === VARINT) this.value = this.#varint();
    else if (type === LENGTH_DELIMITED) this.#skip(this.#varint());
    else if (type === BITS_64) this.#skip(8);
    else if (type === BITS_32) this.#skip(4);
    else throw new Damaged('field-type');
    return true;
  }

  /** The fields of a message in this field. */
  inside(): Fields {
    if (!this.hasLength) throw new Damaged('no-message');
    return new Fields(this.#bytes, this.start, this.end);
  }

  /** The bytes of this field: a view. */
  view(): Uint8Array {
    if (!this.hasLength) throw new Damaged('no-message');
    return this.#bytes.subarray(this.start, this.end);
  }

  /** The value of a varint field as a signed number of 64 bits. */
  get int64(): bigint {
    if (!this.#isVarint) throw new Damaged('field-type');
    if (this.end - this.start <= EXACT_BYTES) return BigInt(this.value);
    let value = 0n;
    for (let at = this.end - 1; at >= this.start; at--)
      value = (value << 7n) | BigInt((this.#bytes[at] ?? 0) & 0x7f);
    return BigInt.asIntN(64, value);
  }

  /** The value of a varint field that is true or false. */
  get flag(): boolean {
    if (!this.#isVarint) throw new Damaged('field-type');
    return this.value !== 0;
  }

  #skip(length: number): void {
    this.start = this.end;
    this.end += length;
    if (this.end > this.#limit) throw new Damaged('cut-off');
  }

  #varint(): number {
    let value = 0;
    const most = Math.min(this.#limit, this.end + VARINT_BYTES);
    for (let factor = 1; this.end < most; factor *= 128) {
      const byte = this.#bytes[this.end++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new Damaged(this.end === this.#limit ? 'cut-off' : 'number-too-long');
  }
}
