import type { DescMethodUnary } from '@bufbuild/protobuf';
import { fromBinary } from '@bufbuild/protobuf';
import type { BytesValue, BytesValueSchema } from '@bufbuild/protobuf/wkt';
import { MAX_LEASES } from '@shared/contract/leases';
import { Damaged, Fields } from '../fields';
import { ResponseHeaderSchema } from '../gen/header_pb';
import type { LeaseLeasesRequestSchema } from '../gen/lease_pb';
import { Lease } from '../gen/lease_pb';
import { rawOutput } from '../links/answer';

/**
 * LeaseLeases with an undecoded answer, which `firstLeases` reads: the messages of a million leases would block the
 * event loop for seconds.
 */
export const rawLeases: DescMethodUnary<typeof LeaseLeasesRequestSchema, typeof BytesValueSchema> = {
  ...Lease.method.leaseLeases,
  output: rawOutput(Lease.method.leaseLeases.input, (bytes) => void read(bytes)),
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

export function firstLeases({ value }: BytesValue): FirstLeases {
  return read(value);
}

/** Throws Damaged. */
function read(bytes: Uint8Array): FirstLeases {
  const about: number[] = [];
  let term = 0n;
  for (const { no, start, end } of messagesIn(bytes)) {
    if (no === LEASES) about.push(idIn(bytes, start, end).value);
    else term = fromBinary(ResponseHeaderSchema, bytes.subarray(start, end)).raftTerm;
  }
  const highest =
    about.length > MAX_LEASES ? (Float64Array.from(about).sort()[MAX_LEASES - 1] ?? 0) : Infinity;
  const ids: bigint[] = [];
  for (const { no, start, end } of messagesIn(bytes)) {
    if (no !== LEASES || ids.length === MAX_LEASES) continue;
    const id = idIn(bytes, start, end);
    if (id.value <= highest) ids.push(id.int64);
  }
  return { ids, total: about.length, term };
}

/** The header and the leases. The same object each time, moved on. */
function* messagesIn(bytes: Uint8Array): Generator<Fields, void, void> {
  const fields = new Fields(bytes, 0, bytes.length);
  while (fields.next()) {
    if (fields.no !== HEADER && fields.no !== LEASES) continue;
    if (!fields.hasLength) throw new Damaged('no-message');
    yield fields;
  }
}

/** The field with the ID. */
function idIn(bytes: Uint8Array, start: number, end: number): Fields {
  const fields = new Fields(bytes, start, end);
  while (fields.next()) if (fields.no === ID && !fields.hasLength) return fields;
  throw new Damaged('no-id');
}
