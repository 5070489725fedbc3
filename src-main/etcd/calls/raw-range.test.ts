import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeResponseSchema } from '../gen/kv_pb';
import { answerOf } from '../links/answer';
import { rawPage, rawRange } from './raw-range';

const kv = fc.record({
  key: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  value: fc.uint8Array({ maxLength: 200 }),
  modRevision: fc.bigInt(0n, 2n ** 62n),
  version: fc.bigInt(0n, 2n ** 40n),
  lease: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
});

describe('the answer of a raw range', () => {
  it('says what a decoded one does', () => {
    const count = fc.nat(2 ** 31 - 1);
    fc.assert(
      fc.property(
        fc.array(kv),
        count,
        fc.boolean(),
        fc.bigInt(1n, 2n ** 62n),
        (kvs, total, more, revision) => {
          const header = { revision, clusterId: 2n ** 64n - 1n };
          const message = create(RangeResponseSchema, { header, kvs, more, count: BigInt(total) });
          const page = rawPage(answerOf(rawRange.output, toBinary(RangeResponseSchema, message)));
          expect(page).toMatchObject({ revision, count: total, more });
          expect([...page.keys()]).toEqual(kvs.map(({ key }) => key));
          expect(page.lastKey).toEqual(kvs.at(-1)?.key ?? null);
        },
      ),
    );
  });
});
