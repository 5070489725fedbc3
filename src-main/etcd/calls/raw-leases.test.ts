import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeaseLeasesRequestSchema, LeaseLeasesResponseSchema } from '../gen/lease_pb';
import { answerOf, checkOf } from '../links/answer';
import { readMillion } from '../random-bytes.fixture';
import { firstLeases, rawLeases } from './raw-leases';

const read = async (bytes: Uint8Array, signal?: AbortSignal) => {
  const answer = answerOf(rawLeases.output, bytes, create(LeaseLeasesRequestSchema));
  await checkOf(rawLeases.output, answer, signal);
  return firstLeases(answer, signal);
};

function answer(ids: readonly bigint[]): Uint8Array {
  const message = { header: { raftTerm: 7n }, leases: ids.map((ID) => ({ ID })) };
  return toBinary(LeaseLeasesResponseSchema, create(LeaseLeasesResponseSchema, message));
}

describe('the answer of a raw listing of leases', () => {
  it('says what a decoded one does', async () => {
    const id = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).filter((each) => each !== 0n);
    await fc.assert(
      fc.asyncProperty(fc.array(id), async (ids) => {
        expect(await read(answer(ids))).toEqual({ ids, total: ids.length, term: 7n });
      }),
    );
  });

  it('counts all leases, and has the 100,000 with the lowest IDs, in whatever order they come', async () => {
    const ids = Array.from({ length: 350_000 }, (_, at) => BigInt(at + 1));
    for (const order of [ids, [...ids].reverse(), shuffled(ids)]) {
      const { ids: lowest, total } = await read(answer(order));
      expect(total).toBe(350_000);
      expect(lowest).toEqual(order.filter((id) => id <= 100_000n));
    }
  });

  it('is refused when it is damaged', async () => {
    await expect(read(Uint8Array.of(0x12, 0))).rejects.toThrow('no-id');
    await expect(read(Uint8Array.of(0x12, 2, 0x08))).rejects.toThrow('cut-off');
    await expect(read(Uint8Array.of(0x10, 1))).rejects.toThrow('no-message');
  });

  it('is read no further once nobody wants it', async () => {
    const abort = new AbortController();
    const reading = read(answer(Array.from({ length: 300_000 }, (_, at) => BigInt(at + 1))), abort.signal);
    abort.abort(new Error('not wanted'));
    await expect(reading).rejects.toThrow('not wanted');
  });

  it(
    'is read or refused, whatever its bytes: a million random and mutated ones each end',
    { timeout: 120_000 },
    async () => {
      expect(await readMillion(answer([1n, 300n, -5n]), (bytes) => read(bytes))).toBeGreaterThan(1000);
    },
  );
});

/** All of them, in another order. */
function shuffled(ids: readonly bigint[]): bigint[] {
  // 7919 is a prime number that does not divide their count.
  return ids.map((_, at) => ids[(at * 7919) % ids.length] ?? 0n);
}
