import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { FileFormat } from './file-format';

/** A made-up file in three formats: a list of words, then named words, then named words with a colour. */
const v1 = FileFormat.first(v.object({ words: v.array(v.string()) }));
const named = v.object({ id: v.string(), word: v.string() });
const v2 = v1.next(v.object({ entries: v.array(named) }), ({ words }) => ({
  entries: words.map((word, index) => {
    if (word === 'bad') throw new Error('a bad word');
    return { id: `w${index}`, word };
  }),
}));
const coloured = v.object({ ...named.entries, colour: v.picklist(['red', 'green']) });
const v3 = v2.next(v.object({ entries: v.array(coloured) }), ({ entries }) => ({
  entries: entries.map((entry) => ({ ...entry, colour: 'red' as const })),
}));

const old = v1.text({ words: ['a', 'b'] });
const today = {
  entries: [
    { id: 'w0', word: 'a', colour: 'red' },
    { id: 'w1', word: 'b', colour: 'red' },
  ],
};

describe('a file of an older format', () => {
  it('is taken through every format after its own, in order', () => {
    expect(v3.version).toBe(3);
    expect(v3.parse(old)).toEqual({ kind: 'read', content: today });
    const second = v2.text({ entries: [{ id: 'own', word: 'bad' }] });
    const entries = [{ id: 'own', word: 'bad', colour: 'red' }];
    expect(v3.parse(second)).toEqual({ kind: 'read', content: { entries } });
  });

  it('is of the first format when it does not say its version', () => {
    expect(v3.parse('{"words":["a","b"]}')).toEqual({ kind: 'read', content: today });
  });

  it('is judged by the format that it claims, not by one that it would fit', () => {
    const claims = (version: number) => JSON.stringify({ version, ...today });
    expect(v3.parse(claims(3))).toEqual({ kind: 'read', content: today });
    expect(v3.parse(claims(1))).toMatchObject({ kind: 'damaged', field: 'words' });
    expect(v2.parse(claims(2))).toEqual({
      kind: 'read',
      content: { entries: today.entries.map(({ id, word }) => ({ id, word })) },
    });
  });

  it('is damaged when a migration throws, or makes what the next format does not take', () => {
    expect(v3.parse(v1.text({ words: ['bad'] }))).toEqual({
      kind: 'damaged',
      field: '',
      detail: 'a bad word',
    });
    const strict = v1.next(v.object({ count: v.pipe(v.number(), v.minValue(1)) }), ({ words }) => ({
      count: words.length,
    }));
    expect(strict.parse(v1.text({ words: [] }))).toMatchObject({ kind: 'damaged', field: 'count' });
  });
});

it('what is wrong with a file is told once, and in a few words, however much of it there is', () => {
  const words = Array.from({ length: 100_000 }, () => null);
  const wrong = v1.parse(JSON.stringify({ words: ['x'.repeat(100_000), ...words] }));
  expect(wrong).toMatchObject({ kind: 'damaged', field: 'words.1' });
  const read = v1.parse(JSON.stringify({ words: 'x'.repeat(100_000) }));
  expect(read.kind === 'damaged' && read.detail.length).toBeLessThan(1000);
});

describe('what is written', () => {
  it('has the version of today, first, and reads as the same', () => {
    const text = v1.text({ words: ['a'] });
    expect(text).toBe('{\n  "version": 1,\n  "words": [\n    "a"\n  ]\n}\n');
    expect(JSON.parse(v2.text({ entries: [] }))).toEqual({ version: 2, entries: [] });
  });

  it('of whatever was migrated is read as exactly that, and migrated no further', () => {
    for (let round = 0; round < 200; round++) {
      const words = Array.from({ length: round % 7 }, (_, index) => `${randomText(round + index)}"\\é`);
      const migrated = v3.parse(v1.text({ words }));
      if (migrated.kind !== 'read') throw new Error(migrated.kind);
      expect(migrated.content.entries.map(({ word }) => word)).toEqual(words);
      const written = v3.text(migrated.content);
      expect(v3.parse(written)).toEqual(migrated);
      expect(v2.parse(written)).toEqual({ kind: 'newer', version: 3, known: 2 });
    }
  });
});

describe('a file of a newer format', () => {
  it('is told as newer, whatever else is in it, and with what it is and what is known', () => {
    expect(v2.parse('{"version":3,"entries":{"not":"a list"}}')).toEqual({
      kind: 'newer',
      version: 3,
      known: 2,
    });
    expect(v1.parse(v3.text({ entries: [] }))).toEqual({ kind: 'newer', version: 3, known: 1 });
  });

  it.each([
    '{"version":99',
    '{"version":"99"}',
    '{"version":1.5}',
    '{"version":0}',
    '{"version":null}',
    '99',
    'null',
    '',
  ])('%j is not: it is damaged', (text) => {
    const read = v1.parse(text);
    expect(read.kind).toBe('damaged');
    expect(read.kind === 'damaged' && read.detail).toMatch(/\S/);
  });
});

/**
 * Random text of up to 12 characters from every plane, including control characters. The same seed gives the same
 * text.
 */
function randomText(seed: number): string {
  let state = seed * 2_654_435_761;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const points = Array.from({ length: next(13) }, () => (next(3) === 0 ? 0x1f600 + next(64) : next(0x0500)));
  return String.fromCodePoint(...points);
}
