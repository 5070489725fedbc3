import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatJson, placeOf } from './json-text';

const formatted = (text: string) => {
  const result = formatJson(text);
  return result.ok ? result.text : `wrong at ${result.at}`;
};

test('any JSON is laid out as JSON.stringify does, whatever blanks it had', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, 7, '\t'), (json, indent) => {
      const value: unknown = JSON.parse(json);
      expect(formatted(JSON.stringify(value, null, indent))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test('any text is taken or refused as JSON.parse does', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"\\u0a1-.eE+ \ntrue')) });
  const json = fc.tuple(fc.json(), fc.nat(), text).map(([whole, at, extra]) => {
    const place = at % (whole.length + 1);
    return whole.slice(0, place) + extra + whole.slice(place + extra.length);
  });
  fc.assert(
    fc.property(fc.oneof(text, json), (any) => {
      let valid = true;
      try {
        JSON.parse(any);
      } catch {
        valid = false;
      }
      expect(formatJson(any).ok).toBe(valid);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['{"id":12345678901234567890.10}', '{\n  "id": 12345678901234567890.10\n}'],
  ['{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'],
  ['["\\u0041\\/"]', '[\n  "\\u0041\\/"\n]'],
  [' [ ] ', '[]'],
  ['{"a":{ }}', '{\n  "a": {}\n}'],
])('nothing but blanks changes in %s', (text, expected) => {
  expect(formatted(text)).toBe(expected);
});

test.each([
  ['', 0],
  ['{"a":}', 5],
  ['{"a" 1}', 5],
  ['[1,]', 3],
  ['[1 2]', 3],
  ['{"a":1}}', 7],
  ['"a\nb"', 2],
  ['"a\\q"', 2],
  ['"open', 5],
  ['[1', 2],
])('what is wrong with %j is said to be at %i', (text, at) => {
  expect(formatJson(text)).toEqual({ ok: false, at });
});

test('a value nested half a million deep is laid out', () => {
  const depth = 500_000;
  const deep = formatted('['.repeat(depth) + ']'.repeat(depth));
  expect(deep.split('\n').length).toBeLessThan(300);
  expect(deep.replace(/\s/g, '')).toHaveLength(2 * depth);
});

test('a long line is laid out to the last character', () => {
  const items = Array.from({ length: 3000 }, (_, id) => ({
    id,
    name: `item \u00e9 ${id}`,
    tags: ['a', {}],
    on: null,
  }));
  expect(formatted(JSON.stringify(items))).toBe(JSON.stringify(items, null, 2));
});

test('a place is told by line and column, from 1', () => {
  expect(placeOf('a\nbc', 0)).toEqual({ line: 1, column: 1 });
  expect(placeOf('a\nbc', 3)).toEqual({ line: 2, column: 2 });
  expect(placeOf('a\n', 2)).toEqual({ line: 2, column: 1 });
});
