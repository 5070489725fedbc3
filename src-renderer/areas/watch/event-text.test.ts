import { describe, expect, it } from 'vitest';
import { inlineDiff, shortText } from './event-text';

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = (before: string, after: string) =>
  inlineDiff(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `[+${text}+]`))
    .join('');

describe('a value in a row', () => {
  it.each([
    ['{"n":41}', '{"n":42}', '{"n":[-41-][+42+]}'],
    ['{"on":false}', '{"on":true}', '{"on":[-false-][+true+]}'],
    ['value 0', 'value 0 again', 'value 0[+ again+]'],
    ['a b c', 'a c', 'a [-b -]c'],
    ['is 😀.', 'is 😁.', 'is [-😀-][+😁+].'],
    ['red', 'blue', '[-red-][+blue+]'],
    ['', 'new', '[+new+]'],
    ['old', '', '[-old-]'],
    ['same', 'same', 'same'],
    ['a,a', 'a,a,a', 'a,a[+,a+]'],
    ['abab', 'ab', '[-abab-][+ab+]'],
  ])('shows what changed from %j to %j in place', (before, after, expected) => {
    expect(shown(before, after)).toBe(expected);
  });

  it('shortens a long common start, so that the change is in sight', () => {
    const long = 'x '.repeat(50);
    expect(shown(`${long}1`, `${long}2`)).toBe(`…${'x '.repeat(10)}[-1-][+2+]`);
  });

  it('says that it goes on, and never shows half a character', () => {
    expect(shortText({ bytes: bytes('short'), size: 5 })).toBe('short');
    expect(shortText({ bytes: bytes('a'), size: 2000 })).toBe('a…');
    const euros = bytes('€'.repeat(200));
    expect(shortText({ bytes: euros, size: euros.length })).toBe(`${'€'.repeat(100)}…`);
    const shifted = bytes(`a${'€'.repeat(200)}`);
    expect(shortText({ bytes: shifted, size: shifted.length })).toBe(`a${'€'.repeat(99)}…`);
  });

  it('shows bytes that are no text escaped', () => {
    expect(shortText({ bytes: Uint8Array.of(0xff, 0x41, 0x0a), size: 3 })).toBe('\\xffA\\x0a');
  });
});

it('a long previous value is shortened, so that the new one keeps its room', () => {
  const before = `${'o'.repeat(23)}\u{1f600}${'o'.repeat(500)}`;
  expect(inlineDiff(before, 'new')).toEqual([
    { kind: 'removed', text: `${'o'.repeat(23)}…` },
    { kind: 'added', text: 'new' },
  ]);
  expect(inlineDiff('short', 'new')[0]).toEqual({ kind: 'removed', text: 'short' });
});
