import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { MemberListResponseSchema } from '../gen/cluster_pb';
import { TxnResponseSchema } from '../gen/kv_pb';
import { StatusResponseSchema } from '../gen/maintenance_pb';
import { MOST_FIELDS } from '../limits';
import { decoded } from './answer';

describe('an answer that is decoded to messages', () => {
  it('is what the general decoder makes of it', () => {
    const status = create(StatusResponseSchema, {
      header: { clusterId: 2n ** 64n - 1n, revision: 7n },
      version: '3.6.0',
      errors: ['a', 'b'],
    });
    expect(decoded(StatusResponseSchema, toBinary(StatusResponseSchema, status))).toEqual(status);
  });

  it('may have as many fields as any etcd sends', () => {
    const bytes = new Uint8Array(2 * MOST_FIELDS).map((_, at) => (at % 2 === 0 ? 0x12 : 0));
    expect(decoded(MemberListResponseSchema, bytes).members).toHaveLength(MOST_FIELDS);
  });

  it.each([
    ['members', MemberListResponseSchema, [0x12, 0]],
    ['fields that nobody knows', StatusResponseSchema, [0xa2, 6, 0]],
    ['headers', StatusResponseSchema, [0x0a, 0]],
    ['messages inside of one', TxnResponseSchema, [0x1a, 0]],
  ])('with too many %s is refused before it is decoded', (_, schema, field) => {
    const many = Buffer.from(field)
      .toString('latin1')
      .repeat(MOST_FIELDS + 1);
    expect(() => decoded(schema, Buffer.from(many, 'latin1'))).toThrow(
      expect.objectContaining({ damage: 'too-many-fields' }),
    );
  });

  it('keeps nothing of fields that nobody knows', () => {
    const { $unknown } = decoded(StatusResponseSchema, Uint8Array.of(0xa2, 6, 1, 7));
    expect($unknown).toBeUndefined();
  });
});
