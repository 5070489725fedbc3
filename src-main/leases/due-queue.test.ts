import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueQueue } from './due-queue';

type Step =
  | { readonly kind: 'set'; readonly item: number; readonly at: number }
  | { readonly kind: 'delete'; readonly item: number };

const item = fc.integer({ min: 0, max: 12 });
const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ kind: fc.constant('set' as const), item, at: fc.integer({ min: -3, max: 20 }) }),
  fc.record({ kind: fc.constant('delete' as const), item }),
);

it('the first is always one that is due first, whatever was put in, moved and taken out', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const [queue, model] = [new DueQueue<number>(), new Map<number, number>()];
      for (const each of steps) {
        if (each.kind === 'set') {
          queue.set(each.item, each.at);
          model.set(each.item, each.at);
        } else {
          queue.delete(each.item);
          model.delete(each.item);
        }
        expect(queue.size).toBe(model.size);
        expect(queue.first?.at ?? null).toBe(model.size === 0 ? null : Math.min(...model.values()));
        if (queue.first) expect(model.get(queue.first.item)).toBe(queue.first.at);
      }
      const left: number[] = [];
      for (let first = queue.first; first; first = queue.first) {
        left.push(first.at);
        queue.delete(first.item);
      }
      expect(left).toEqual([...model.values()].sort((a, b) => a - b));
    }),
  );
});
