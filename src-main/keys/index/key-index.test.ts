import { compareBytes } from '@shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_KEYS } from './chunk';
import { KeyIndex } from './key-index';

const key = fc.uint8Array({ minLength: 1, maxLength: 6 });
/** Few distinct bytes, so that keys often repeat, nest and neighbour each other. */
const nearKey = fc
  .array(fc.constantFrom(0, 47, 97, 255), { minLength: 1, maxLength: 5 })
  .map((bytes) => Uint8Array.from(bytes));

function sorted(keys: Iterable<Uint8Array>): Uint8Array[] {
  const byText = new Map([...keys].map((one) => [Buffer.from(one).toString('hex'), Uint8Array.from(one)]));
  return [...byText.values()].sort(compareBytes);
}

function all(index: KeyIndex): Uint8Array[] {
  return Array.from({ length: index.size }, (_, ordinal) => index.at(ordinal));
}

function indexOf(keys: Iterable<Uint8Array>): KeyIndex {
  const index = new KeyIndex();
  for (const one of keys) index.insert(one);
  return index;
}

const numbered = (n: number) => new TextEncoder().encode(`/k/${String(n).padStart(6, '0')}`);

describe('the index of keys', () => {
  it('has any set of keys once each, in byte order, whatever the order they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(key, nearKey), { maxLength: 60 }), (keys) => {
        expect(all(indexOf(keys))).toEqual(sorted(keys));
      }),
    );
  });

  it('says how many keys come before any key, and whether it is there', () => {
    fc.assert(
      fc.property(fc.array(nearKey, { maxLength: 60 }), nearKey, (keys, asked) => {
        const index = indexOf(keys);
        const model = sorted(keys);
        expect(index.rank(asked)).toBe(model.filter((one) => compareBytes(one, asked) < 0).length);
        expect(index.has(asked)).toBe(model.some((one) => compareBytes(one, asked) === 0));
      }),
    );
  });

  it('stays exact through inserts and deletes over many chunks', () => {
    const edits = fc.array(fc.tuple(fc.boolean(), fc.nat(1500)), { minLength: 500, maxLength: 3000 });
    fc.assert(
      fc.property(fc.nat(1500), edits, (start, changes) => {
        const index = indexOf(Array.from({ length: start }, (_, n) => numbered(n)));
        const model = new Set(Array.from({ length: start }, (_, n) => n));
        for (const [insert, n] of changes) {
          if (insert) expect(index.insert(numbered(n))).toBe(!model.has(n));
          else expect(index.delete(numbered(n))).toBe(model.has(n));
          if (insert) model.add(n);
          else model.delete(n);
        }
        expect(all(index).map(String)).toEqual(
          [...model].sort((a, b) => a - b).map((n) => String(numbered(n))),
        );
        for (const chunk of index.chunks) expect(chunk.count).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps chunks small through inserts at the front, and joins them again as keys go', () => {
    const index = indexOf(Array.from({ length: 5000 }, (_, n) => numbered(5000 - n)));
    expect(Math.max(...index.chunks.map((chunk) => chunk.count))).toBeLessThanOrEqual(CHUNK_KEYS);
    for (let n = 1; n <= 5000; n++) if (n % 50 !== 0) index.delete(numbered(n));
    expect(index.size).toBe(100);
    expect(index.chunks.length).toBeLessThan(5);
  });

  it('takes keys of hundreds of kilobytes among short ones', () => {
    const long = (first: number) => new Uint8Array(300_000).fill(first);
    const keys = [
      long(98),
      Uint8Array.of(97),
      long(97),
      Uint8Array.of(98),
      long(99),
      Uint8Array.of(98, 98, 99),
    ];
    const order = (of: readonly Uint8Array[]) => of.map((one) => `${one.length} ${one[0] ?? 0}`);
    expect(order(all(indexOf(keys)))).toEqual(order(sorted(keys)));
  });

  it('changes the stamp of each chunk whose keys, or whose key before, changed', () => {
    const edits = fc.array(fc.tuple(fc.boolean(), fc.nat(2000)), { minLength: 1, maxLength: 5 });
    const looks = (index: KeyIndex) =>
      new Map(
        index.chunks.map((chunk, place) => {
          const before = place === 0 ? '' : Buffer.from(index.at(index.startOf(place) - 1)).toString();
          const own = Array.from({ length: chunk.count }, (_, at) => Buffer.from(chunk.key(at)).toString());
          return [chunk, { stamp: chunk.stamp, look: [before, ...own].join(' ') }];
        }),
      );
    fc.assert(
      fc.property(edits, (changes) => {
        const index = indexOf(Array.from({ length: 1000 }, (_, n) => numbered(2 * n)));
        const before = looks(index);
        for (const [insert, n] of changes)
          if (insert) index.insert(numbered(n));
          else index.delete(numbered(n));
        for (const [chunk, now] of looks(index)) {
          const then = before.get(chunk);
          if (then && then.look !== now.look) expect(now.stamp).not.toBe(then.stamp);
        }
      }),
    );
  });

  it('holds a million keys in little more than their bytes', () => {
    const index = new KeyIndex();
    let bytes = 0;
    for (let n = 0; n < 200_000; n++) {
      const one = new TextEncoder().encode(`/registry/services/shop/instance/${String(n).padStart(12, '0')}`);
      bytes += one.length;
      index.insert(one);
    }
    expect(index.footprint / bytes).toBeLessThan(1.5);
  });
});
