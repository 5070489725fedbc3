import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextBuilder } from './text-builder';

test('a text is what was added, of any length and in any parts', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.constantFrom(
      ...[8190, 8191, 8192, 8193, 20_000].map((length) => 'ab\u00e9\ud83d\ude00'.repeat(length / 5)),
    ),
  );
  fc.assert(
    fc.property(fc.array(part), fc.nat(10), (parts, from) => {
      const text = new TextBuilder();
      for (const each of parts) {
        text.add(each);
        text.put(0x2c);
        text.add(each, from, Math.max(from, each.length - 1));
      }
      expect(text.end()).toBe(
        parts.map((each) => `${each},${each.slice(from, Math.max(from, each.length - 1))}`).join(''),
      );
    }),
  );
});

test('texts that are built at the same time, or one after the other, do not mix', () => {
  const [one, two] = [new TextBuilder(), new TextBuilder()];
  one.add('a');
  two.add('b');
  expect(one.end()).toBe('a');
  const three = new TextBuilder();
  two.add('c');
  three.add('d');
  expect([two.end(), three.end()]).toEqual(['bc', 'd']);
});
