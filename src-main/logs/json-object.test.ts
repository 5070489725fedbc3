import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topLevelMembers } from './json-object';

it('cuts every object as JSON.parse understands it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (object, indent) => {
      const text = JSON.stringify(object, null, indent);
      const parsed = JSON.parse(text) as Record<string, unknown>;
      const members = topLevelMembers(text) ?? [];
      expect(members.map(({ name }) => name)).toEqual(Object.keys(parsed));
      expect(members.map(({ value }): unknown => JSON.parse(value))).toEqual(Object.values(parsed));
    }),
  );
});

it('has none for what is no object', () => {
  for (const text of ['', '[]', '1', '"{}"', '{', '{"a":}', '{} {}'])
    expect(topLevelMembers(text)).toBeNull();
});

it('keeps both of two members of one name', () => {
  expect(topLevelMembers('{"a":1,"a":2}')).toEqual([
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ]);
});
