import type { DescMethodUnary } from '@bufbuild/protobuf';
import type { BytesValue, BytesValueSchema } from '@bufbuild/protobuf/wkt';
import { MAX_LEASES } from '@shared/contract/leases';
import { inSlices } from '../../base/pace/slices';
import { Damaged, Fields } from '../fields';
import { ResponseHeaderSchema } from '../gen/header_pb';
import type { LeaseLeasesRequestSchema } from '../gen/lease_pb';
import { Lease } from '../gen/lease_pb';
import { MOST_OTHER_FIELDS } from '../limits';
import { decoded, rawInSlices } from '../links/answer';

/**
 * LeaseLeases with an undecoded answer, which `firstLeases` reads: the messages of a million leases would block the
 * event loop for seconds.
 */
export const rawLeases: DescMethodUnary<typeof LeaseLeasesRequestSchema, typeof BytesValueSchema> = {
  ...Lease.method.leaseLeases,
  output: rawInSlices((bytes, signal) => eachMessage(bytes, signal, isRead)),
};

/** Field numbers of LeaseLeasesResponse, and of a LeaseStatus. */
const HEADER = 1;
const LEASES = 2;
const ID = 1;

/** The answer of `rawLeases`. */
export interface FirstLeases {
  /** At most MAX_LEASES; of more, those with the lowest IDs, in etcd's order, which differs from call to call. */
  readonly ids: readonly bigint[];
  /** All leases. */
  readonly total: number;
  readonly term: bigint;
}

/** Reads the answer in slices. Rejects as `signal` does. */
export async function firstLeases({ value: bytes }: BytesValue, signal?: AbortSignal): Promise<FirstLeases> {
  const lowest = new Lowest(MAX_LEASES);
  let term = 0n;
  await eachMessage(bytes, signal, ({ no, start, end }) => {
    if (no === LEASES) lowest.add(idIn(bytes, start, end).value);
    else term = termIn(bytes, start, end);
  });
  const { highest } = lowest;
  const ids: bigint[] = [];
  await eachMessage(bytes, signal, ({ no, start, end }) => {
    if (no !== LEASES || ids.length === MAX_LEASES) return;
    const id = idIn(bytes, start, end);
    if (id.value <= highest) ids.push(id.int64);
  });
  return { ids, total: lowest.added, term };
}

/** The lowest of numbers. */
class Lowest {
  added = 0;
  readonly #most: number;
  /** The lowest ones so far, and more that may be. */
  #kept: number[] = [];
  #limit = Infinity;

  constructor(most: number) {
    this.#most = most;
  }

  add(value: number): void {
    this.added++;
    if (value > this.#limit) return;
    this.#kept.push(value);
    if (this.#kept.length >= 2 * this.#most) this.#cut();
  }

  /** The highest of the lowest ones; Infinity when there are no more than those. */
  get highest(): number {
    if (this.#kept.length > this.#most) this.#cut();
    return this.#limit;
  }

  #cut(): void {
    const lowest = Float64Array.from(this.#kept).sort().subarray(0, this.#most);
    this.#kept = Array.from(lowest);
    this.#limit = lowest[this.#most - 1] ?? Infinity;
  }
}

/** Passes on the header and the leases, in slices: the same object each time, moved on. Rejects with Damaged. */
function eachMessage(
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
  take: (message: Fields, bytes: Uint8Array) => void,
): Promise<void> {
  const fields = new Fields(bytes, 0, bytes.length);
  let others = 0;
  return inSlices(signal, () => {
    if (!fields.next()) return false;
    if (fields.no !== LEASES && ++others > MOST_OTHER_FIELDS) throw new Damaged('too-many-fields');
    if (fields.no !== HEADER && fields.no !== LEASES) return true;
    if (!fields.hasLength) throw new Damaged('no-message');
    take(fields, bytes);
    return true;
  });
}

/** Throws Damaged. */
function isRead({ no, start, end }: Fields, bytes: Uint8Array): void {
  if (no === LEASES) idIn(bytes, start, end);
  else termIn(bytes, start, end);
}

function termIn(bytes: Uint8Array, start: number, end: number): bigint {
  return decoded(ResponseHeaderSchema, bytes.subarray(start, end)).raftTerm;
}

/** The field with the ID. */
function idIn(bytes: Uint8Array, start: number, end: number): Fields {
  const fields = new Fields(bytes, start, end);
  while (fields.next()) if (fields.no === ID && !fields.hasLength) return fields;
  throw new Damaged('no-id');
}
