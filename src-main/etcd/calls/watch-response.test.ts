import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Event_EventType, type Event } from '../gen/mvcc_pb';
import { WatchResponseSchema } from '../gen/watch_pb';
import { answerOf } from '../links/answer';
import { readMillion } from '../random-bytes.fixture';
import { watchCall } from './watch-response';

const read = (bytes: Uint8Array) => answerOf(watchCall.output, bytes, null);

const int64 = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
const pair = fc.record({
  key: fc.uint8Array({ maxLength: 200 }),
  value: fc.uint8Array({ maxLength: 200 }),
  createRevision: int64,
  modRevision: int64,
  version: int64,
  lease: int64,
});
/** Every event of etcd has its key. */
const named = pair.filter(({ key }) => key.length > 0);
const event = fc.record({
  type: fc.constantFrom(Event_EventType.PUT, Event_EventType.DELETE),
  kv: named,
  prevKv: fc.option(pair, { nil: undefined }),
});
const response = fc.record({
  header: fc.option(fc.record({ revision: int64, raftTerm: fc.bigInt(0n, 2n ** 64n - 1n) }), {
    nil: undefined,
  }),
  watchId: int64,
  created: fc.boolean(),
  canceled: fc.boolean(),
  compactRevision: int64,
  cancelReason: fc.string({ unit: 'grapheme' }),
  fragment: fc.boolean(),
  events: fc.array(event),
});

describe('a response of a watch, decoded by hand', () => {
  it('is what the general decoder makes of it', () => {
    fc.assert(
      fc.property(response, (message) => {
        const bytes = toBinary(WatchResponseSchema, create(WatchResponseSchema, message));
        expect(plain(read(bytes))).toEqual(plain(fromBinary(WatchResponseSchema, bytes)));
      }),
    );
  });

  it.each([
    ['an event that is a number', [0x58, 1], 'no-message'],
    ['a key that is a number', [0x5a, 4, 0x12, 2, 0x08, 1], 'no-message'],
    ['a revision that is text', [0x5a, 5, 0x12, 3, 0x1a, 1, 0x61], 'field-type'],
    ['a type of event that is text', [0x5a, 3, 0x0a, 1, 0x61], 'field-type'],
    ['a flag that is text', [0x1a, 1, 0x61], 'field-type'],
    ['an event that ends behind it', [0x5a, 9, 0x12], 'cut-off'],
    ['an event without a key', [0x5a, 2, 0x12, 0], 'no-key'],
    ['headers without an end', Array<number[]>(101).fill([0x0a, 0]).flat(), 'too-many-fields'],
  ])('is refused with %s', (_, bytes, why) => {
    expect(() => read(Uint8Array.from(bytes))).toThrow(why);
  });

  it(
    'is read or refused, whatever its bytes: a million random and mutated ones each end',
    { timeout: 120_000 },
    async () => {
      const pairOf = (key: string) => ({
        key: Buffer.from(key),
        modRevision: 300n,
        version: 2n,
        value: Buffer.from('v'),
      });
      const events = [
        { kv: pairOf('a'), prevKv: pairOf('a') },
        { type: Event_EventType.DELETE, kv: pairOf('b') },
      ];
      const whole = toBinary(
        WatchResponseSchema,
        create(WatchResponseSchema, { header: { revision: 300n }, events }),
      );
      expect(await readMillion(whole, read)).toBeGreaterThan(1000);
    },
  );
});

/** The fields of a message and of those in it, whatever objects they are. */
function plain({ header, events, ...rest }: ReturnType<typeof read>) {
  const fields = ({ type, kv, prevKv }: Event) => ({
    type,
    kv: kv && { ...kv },
    prevKv: prevKv && { ...prevKv },
  });
  return { ...rest, header: header && { ...header }, events: events.map(fields) };
}
