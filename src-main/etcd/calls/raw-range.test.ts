import { create, toBinary } from '@bufbuild/protobuf';
import { compareBytes } from '@shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeRequestSchema, RangeResponseSchema } from '../gen/kv_pb';
import { answerOf } from '../links/answer';
import { readMillion } from '../random-bytes.fixture';
import { rawPage, rawRange } from './raw-range';

const kv = fc.record({
  key: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  value: fc.uint8Array({ maxLength: 200 }),
  modRevision: fc.bigInt(0n, 2n ** 62n),
  version: fc.bigInt(0n, 2n ** 40n),
  lease: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
});
/** As etcd answers: each key once, in order. */
const kvs = fc
  .uniqueArray(kv, { selector: ({ key }) => Buffer.from(key).toString('hex') })
  .map((all) => all.sort((a, b) => compareBytes(a.key, b.key)));

const all = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };

function page(bytes: Uint8Array, limit = 0) {
  const request = create(RangeRequestSchema, { ...all, limit: BigInt(limit) });
  return rawPage(answerOf(rawRange.output, bytes, request), all.key);
}

function answer(keys: readonly string[], more = false): Uint8Array {
  const named = keys.map((key) => ({ key: Buffer.from(key) }));
  return toBinary(RangeResponseSchema, create(RangeResponseSchema, { kvs: named, more, count: 9n }));
}

describe('the answer of a raw range', () => {
  it('says what a decoded one does', () => {
    const count = fc.nat(2 ** 31 - 1);
    fc.assert(
      fc.property(kvs, count, fc.boolean(), fc.bigInt(1n, 2n ** 62n), (some, total, more, revision) => {
        const header = { revision, clusterId: 2n ** 64n - 1n };
        const message = create(RangeResponseSchema, { header, kvs: some, more, count: BigInt(total) });
        const read = page(toBinary(RangeResponseSchema, message));
        expect(read).toMatchObject({ revision, count: total, more, length: some.length });
        expect([...read.keys()]).toEqual(some.map(({ key }) => key));
        expect(read.lastKey).toEqual(some.at(-1)?.key ?? null);
      }),
    );
  });

  it.each([
    ['a number without an end', Uint8Array.from([0x10, ...Array<number>(160).fill(0x80)]), 'number-too-long'],
    ['a number that is cut off', Uint8Array.of(0x20, 0x80), 'cut-off'],
    ['a field that ends behind the answer', Uint8Array.of(0x12, 0x7f, 0x0a), 'cut-off'],
    ['a key that ends behind its key-value', Uint8Array.of(0x12, 2, 0x0a, 0x7f), 'cut-off'],
    ['a key-value without a key', Uint8Array.of(0x12, 0), 'no-key'],
    ['a group', Uint8Array.of(0x0b), 'field-type'],
    ['a field 0', Uint8Array.of(0x02, 0), 'field-number'],
    ['a header that is a number', Uint8Array.of(0x08, 1), 'no-message'],
    ['a count below 0', Uint8Array.from([0x20, ...Array<number>(9).fill(0xff), 1]), 'count'],
    ['the same key twice', answer(['a', 'a']), 'order'],
    ['keys out of order', answer(['b', 'a']), 'order'],
    ['headers without an end', Buffer.from('0a00'.repeat(101), 'hex'), 'too-many-fields'],
  ])('is refused with %s', (_, bytes, why) => {
    expect(() => [...page(bytes).keys()]).toThrow(why);
  });

  it('is refused when it says that there is more and is not full', () => {
    expect(page(answer(['a', 'b'], true), 2)).toMatchObject({ more: true, length: 2 });
    expect(() => page(answer(['a', 'b'], true), 3)).toThrow('more');
    expect(() => page(answer([], true), 1)).toThrow('more');
  });

  it(
    'is read or refused, whatever its bytes: a million random and mutated ones each end',
    { timeout: 120_000 },
    async () => {
      let wrong = 0;
      const read = await readMillion(answer(['a', 'bb', 'ccc', '/a/longer/one']), (bytes) => {
        const answered = page(bytes);
        if ([...answered.keys()].length !== answered.length) wrong++;
      });
      expect(wrong).toBe(0);
      expect(read).toBeGreaterThan(1000);
    },
  );
});
