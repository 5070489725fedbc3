import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeaseLeasesRequestSchema, LeaseLeasesResponseSchema } from '../gen/lease_pb';
import { answerOf } from '../links/answer';
import { firstLeases, rawLeases } from './raw-leases';

const read = (bytes: Uint8Array) =>
  firstLeases(answerOf(rawLeases.output, bytes, create(LeaseLeasesRequestSchema)));

function answer(ids: readonly bigint[]): Uint8Array {
  const message = { header: { raftTerm: 7n }, leases: ids.map((ID) => ({ ID })) };
  return toBinary(LeaseLeasesResponseSchema, create(LeaseLeasesResponseSchema, message));
}

describe('the answer of a raw listing of leases', () => {
  it('says what a decoded one does', () => {
    const id = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).filter((each) => each !== 0n);
    fc.assert(
      fc.property(fc.array(id), (ids) => {
        expect(read(answer(ids))).toEqual({ ids, total: ids.length, term: 7n });
      }),
    );
  });

  it('counts all leases, and has the 100,000 with the lowest IDs, in whatever order they come', () => {
    const ids = Array.from({ length: 150_000 }, (_, at) => BigInt(at + 1));
    const { ids: lowest, total } = read(answer([...ids].reverse()));
    expect(total).toBe(150_000);
    expect([...lowest].reverse()).toEqual(ids.slice(0, 100_000));
  });

  it('is refused when it is damaged', () => {
    expect(() => read(Uint8Array.of(0x12, 0))).toThrow('no-id');
    expect(() => read(Uint8Array.of(0x12, 2, 0x08))).toThrow('cut-off');
    expect(() => read(Uint8Array.of(0x10, 1))).toThrow('no-message');
  });
});
