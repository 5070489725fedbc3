import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ResponseHeaderSchema } from '../gen/header_pb';
import type { ResponseOpSchema } from '../gen/kv_pb';
import {
  DeleteRangeRequestSchema,
  DeleteRangeResponseSchema,
  PutRequestSchema,
  PutResponseSchema,
  RangeRequestSchema,
  RangeResponseSchema,
  TxnRequestSchema,
  TxnResponseSchema,
} from '../gen/kv_pb';
import { answerOf } from '../links/answer';
import { kvCalls } from './kv-answers';

const [a, b, c] = [Uint8Array.of(97), Uint8Array.of(98), Uint8Array.of(99)] as const;
const header = { revision: 9n };
const kv = { key: a, createRevision: 3n, modRevision: 9n, version: 2n };
const key = a;

function ranged(
  answer: MessageInitShape<typeof RangeResponseSchema>,
  request: MessageInitShape<typeof RangeRequestSchema> = { key },
) {
  const message = create(RangeResponseSchema, answer);
  message.header ??= create(ResponseHeaderSchema, header);
  const bytes = toBinary(RangeResponseSchema, message);
  return answerOf(kvCalls.range.output, bytes, create(RangeRequestSchema, request));
}

const transaction: MessageInitShape<typeof TxnRequestSchema> = {
  success: [{ request: { case: 'requestPut', value: { key } } }],
  failure: [{ request: { case: 'requestRange', value: { key } } }],
};

function transacted(answer: MessageInitShape<typeof TxnResponseSchema>) {
  const message = create(TxnResponseSchema, answer);
  message.header = create(ResponseHeaderSchema, header);
  const bytes = toBinary(TxnResponseSchema, message);
  return answerOf(kvCalls.txn.output, bytes, create(TxnRequestSchema, transaction));
}

const damage = (kind: string) => expect.objectContaining({ damage: kind }) as Error;

describe('the answer to a Range', () => {
  it('with the key that was asked for is taken', () => {
    expect(ranged({ kvs: [kv], count: 1n }).kvs).toHaveLength(1);
    const open = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };
    expect(ranged({ kvs: [kv, { ...kv, key: b }], count: 2n }, open).kvs).toHaveLength(2);
  });

  it('at an earlier revision may have a header of a later one', () => {
    expect(ranged({ kvs: [kv], count: 1n }, { key, revision: 9n }).kvs).toHaveLength(1);
  });

  it.each<[string, MessageInitShape<typeof RangeResponseSchema>, object, string]>([
    ['another key', { kvs: [{ ...kv, key: b }] }, {}, 'other-key'],
    ['a key from before the range', { kvs: [kv] }, { key: b, rangeEnd: c }, 'other-key'],
    ['a key from behind the range', { kvs: [{ ...kv, key: b }] }, { rangeEnd: b }, 'other-key'],
    ['a change that is yet to come', { kvs: [{ ...kv, modRevision: 10n }] }, {}, 'revision'],
    ['a change before the key was created', { kvs: [{ ...kv, modRevision: 2n }] }, {}, 'revision'],
    ['a version below 1', { kvs: [{ ...kv, version: -1n }] }, {}, 'revision'],
    ['a count below 0', { count: -1n }, {}, 'count'],
    ['a count that no store reaches', { count: 2n ** 62n }, {}, 'count'],
    ['a revision below 1', { header: { revision: 0n } }, {}, 'revision'],
  ])('with %s cannot be read', (_, answer, request, kind) => {
    expect(() => ranged(answer, { key, ...request })).toThrow(damage(kind));
  });

  it('without a header cannot be read', () => {
    expect(() =>
      answerOf(kvCalls.range.output, new Uint8Array(), create(RangeRequestSchema, { key })),
    ).toThrow(damage('no-header'));
  });
});

describe('the answer to a write', () => {
  const nothing = new Uint8Array();

  it('that says nothing cannot be read', () => {
    const { put, deleteRange, txn } = kvCalls;
    expect(() => answerOf(put.output, nothing, create(PutRequestSchema, { key }))).toThrow(
      damage('no-header'),
    );
    expect(() => answerOf(deleteRange.output, nothing, create(DeleteRangeRequestSchema, { key }))).toThrow(
      damage('no-header'),
    );
    expect(() => answerOf(txn.output, nothing, create(TxnRequestSchema, transaction))).toThrow(
      damage('no-header'),
    );
  });

  it('that says when it was done is taken', () => {
    const bytes = toBinary(PutResponseSchema, create(PutResponseSchema, { header }));
    expect(answerOf(kvCalls.put.output, bytes, create(PutRequestSchema, { key })).header?.revision).toBe(9n);
    const gone = toBinary(
      DeleteRangeResponseSchema,
      create(DeleteRangeResponseSchema, { header, deleted: 1n }),
    );
    expect(
      answerOf(kvCalls.deleteRange.output, gone, create(DeleteRangeRequestSchema, { key })).deleted,
    ).toBe(1n);
  });

  it('with a count of deleted keys below 0 cannot be read', () => {
    const gone = create(DeleteRangeResponseSchema, { header, deleted: -1n });
    const bytes = toBinary(DeleteRangeResponseSchema, gone);
    expect(() =>
      answerOf(kvCalls.deleteRange.output, bytes, create(DeleteRangeRequestSchema, { key })),
    ).toThrow(damage('count'));
  });
});

describe('the answer to a transaction', () => {
  it('with a response for each operation of its branch is taken', () => {
    expect(
      transacted({ succeeded: true, responses: [{ response: { case: 'responsePut', value: {} } }] })
        .succeeded,
    ).toBe(true);
    const found = { response: { case: 'responseRange' as const, value: { kvs: [kv], count: 1n } } };
    expect(transacted({ succeeded: false, responses: [found] }).responses).toHaveLength(1);
  });

  it.each<[string, MessageInitShape<typeof ResponseOpSchema>[], string]>([
    ['no response', [], 'responses'],
    [
      'the response of another operation',
      [{ response: { case: 'responsePut' as const, value: {} } }],
      'responses',
    ],
    [
      'another key',
      [{ response: { case: 'responseRange' as const, value: { kvs: [{ ...kv, key: b }] } } }],
      'other-key',
    ],
  ])('with %s cannot be read', (_, responses, kind) => {
    expect(() => transacted({ succeeded: false, responses })).toThrow(damage(kind));
  });
});
