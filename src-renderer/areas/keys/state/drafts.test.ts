import type { KeyValue } from '@shared/contract/keys';
import { expect, test } from 'vitest';
import { guardOf, inMode, isOutdated, typed } from './drafts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const key = utf8('/a');
const base: KeyValue = {
  key,
  value: utf8('{"a":1}'),
  createRevision: '2',
  modRevision: '5',
  version: '3',
  lease: null,
};

test('typing makes a draft, and typing what the key has makes it go', () => {
  expect(typed(key, base, 'text', 'other')?.bytes).toEqual(utf8('other'));
  expect(typed(key, base, 'text', '{"a":1}')).toBeNull();
  expect(typed(key, base, 'hex', '7b 22 61 22 3a 31 7d')).toBeNull();
});

test('hex that stands for no bytes is kept as it was typed', () => {
  expect(typed(key, base, 'hex', '7b 2')).toMatchObject({ text: '7b 2', bytes: null });
});

test('a draft of an empty value is a draft, also for a key that is not there', () => {
  expect(typed(key, base, 'text', '')?.bytes).toEqual(utf8(''));
  expect(typed(key, null, 'text', '')?.bytes).toEqual(utf8(''));
});

test('another mode shows the same bytes and lays nothing out', () => {
  const draft = typed(key, base, 'text', '{"b":2}');
  if (!draft) throw new Error('no draft');
  expect(inMode(draft, 'json')).toMatchObject({ mode: 'json', text: '{"b":2}', bytes: draft.bytes });
  expect(inMode(draft, 'hex')).toMatchObject({ mode: 'hex', text: '7b 22 62 22 3a 32 7d' });
});

test('bytes that are no text survive being looked at as text', () => {
  const draft = typed(key, base, 'hex', '61 ff');
  if (!draft) throw new Error('no draft');
  expect(inMode(draft, 'text')).toMatchObject({ text: 'a\\xff', bytes: Uint8Array.of(0x61, 0xff) });
});

test('a text that stands for no bytes stays in its mode', () => {
  const draft = typed(key, base, 'hex', '6');
  if (!draft) throw new Error('no draft');
  expect(inMode(draft, 'text')).toBe(draft);
});

test('a save wants the key as it was when the typing began', () => {
  expect(guardOf(base)).toEqual({ kind: 'unchanged', modRevision: '5' });
  expect(guardOf(null)).toEqual({ kind: 'absent' });
});

test('a draft is outdated when the key was written, deleted or created meanwhile', () => {
  const draft = typed(key, base, 'text', 'x');
  const fresh = typed(key, null, 'text', 'x');
  if (!draft || !fresh) throw new Error('no draft');
  expect(isOutdated(draft, base)).toBe(false);
  expect(isOutdated(draft, { ...base, modRevision: '6' })).toBe(true);
  expect(isOutdated(draft, null)).toBe(true);
  expect(isOutdated(fresh, null)).toBe(false);
  expect(isOutdated(fresh, base)).toBe(true);
});
