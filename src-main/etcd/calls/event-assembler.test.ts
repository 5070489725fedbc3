import { create, type MessageInitShape } from '@bufbuild/protobuf';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WatchResponseSchema } from '../gen/watch_pb';
import { EventAssembler } from './event-assembler';

/** A response with one event for each revision. */
function response(revisions: readonly number[], fragment = false) {
  const events = revisions.map((revision) => ({ kv: { modRevision: BigInt(revision) } }));
  const init: MessageInitShape<typeof WatchResponseSchema> = { events, fragment };
  return create(WatchResponseSchema, init);
}

function numbers(events: ReturnType<EventAssembler['take']>): number[] {
  return events.map(({ kv }) => Number(kv?.modRevision ?? 0n));
}

describe('what a watch sends', () => {
  it('begins after the revision at which it was made', () => {
    const assembler = new EventAssembler(0n);
    assembler.created(7n);
    expect(assembler.next).toBe(8n);
    assembler.created(9n);
    expect(assembler.next).toBe(8n);
  });

  it('is handed out in whole revisions, however it is cut into fragments', () => {
    const assembler = new EventAssembler(5n);
    expect(numbers(assembler.take(response([5, 6, 6], true)))).toEqual([5]);
    expect(assembler.next).toBe(6n);
    expect(numbers(assembler.take(response([6, 6], true)))).toEqual([]);
    expect(numbers(assembler.take(response([6, 7])))).toEqual([6, 6, 6, 6, 6, 7]);
    expect(assembler.next).toBe(8n);
  });

  it('comes again from the revision in whose midst it broke off', () => {
    const assembler = new EventAssembler(5n);
    assembler.take(response([5, 6], true));
    assembler.cut();
    expect(assembler.next).toBe(6n);
    expect(numbers(assembler.take(response([6, 6])))).toEqual([6, 6]);
  });

  it('is not handed out twice when a member sends it again', () => {
    const assembler = new EventAssembler(5n);
    assembler.take(response([5, 6]));
    expect(numbers(assembler.take(response([6, 7])))).toEqual([7]);
  });

  it('is complete and in order for every cut', () => {
    const log = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 20 });
    const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 });
    fc.assert(
      fc.property(log, cuts, (counts, sizes) => {
        const sent = counts.flatMap((count, index) => Array.from({ length: count }, () => index + 1));
        const assembler = new EventAssembler(1n);
        const got: number[] = [];
        for (let at = 0, turn = 0; at < sent.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          got.push(...numbers(assembler.take(response(sent.slice(at, at + size), at + size < sent.length))));
          at += size;
        }
        expect(got).toEqual(sent);
      }),
    );
  });
});

describe('a promise that all was sent', () => {
  it('counts when it is given again and nothing came in between', () => {
    const assembler = new EventAssembler(5n);
    assembler.progress(20n);
    expect(assembler.next).toBe(5n);
    assembler.progress(22n);
    expect(assembler.next).toBe(21n);
  });

  it('does not count when it was given too early', () => {
    const assembler = new EventAssembler(5n);
    assembler.progress(20n);
    expect(numbers(assembler.take(response([9])))).toEqual([9]);
    assembler.progress(22n);
    expect(assembler.next).toBe(10n);
    expect(numbers(assembler.take(response([12])))).toEqual([12]);
  });

  it('of one member says nothing about another', () => {
    const assembler = new EventAssembler(5n);
    assembler.progress(20n);
    assembler.cut();
    assembler.progress(20n);
    expect(assembler.next).toBe(5n);
  });
});
