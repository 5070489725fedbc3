import { expect, test } from 'vitest';
import { texts } from './en/index';

/** All that ships and can say a text; the texts themselves are left out. */
const files = import.meta.glob<string>(
  ['../**/*.vue', '../**/*.ts', '../../src-shared/**/*.ts', '!../**/*.test.ts', '!./en/*.ts'],
  { query: '?raw', import: 'default', eager: true },
);
const sources = Object.values(files).join('\n');

function keysOf(group: object, above = ''): readonly string[] {
  return Object.entries(group).flatMap(([name, text]: [string, unknown]) =>
    typeof text === 'object' && text !== null ? keysOf(text, `${above}${name}.`) : [`${above}${name}`],
  );
}

const groups = Object.keys(texts).join('|');
/** Keys that stand in a source as they are. */
const whole = new Set(
  [...sources.matchAll(new RegExp(`'((?:${groups})(?:\\.[\\w-]+)+)'`, 'g'))].map(([, key = '']) => key),
);
/** Words in quotes, and names of properties: what a part of a key can be. */
const words = new Set([...sources.matchAll(/'([\w-]+)'|\b([\w-]+)\??:/g)].map(([, a, b]) => a ?? b ?? ''));
/** Keys that are put together, as patterns that catch each part. A group with a part alone is the name of an action. */
const patterns = [...sources.matchAll(new RegExp(`\`((?:${groups})\\.[^\`\\s]*)\``, 'g'))]
  .map(([, text = '']) => text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.')))
  .filter((fixed) => fixed.join('').split('.').filter(Boolean).length > 1)
  .map((fixed) => new RegExp(`^${fixed.join('([\\w-]+)')}$`));

/** Whether a source says it: by its name, or by a pattern whose parts are words that occur. */
function isUsed(key: string): boolean {
  if (whole.has(key)) return true;
  return patterns.some((pattern) => {
    const [, ...parts] = pattern.exec(key) ?? [];
    return parts.length > 0 && parts.every((part) => words.has(part));
  });
}

test('every text is said somewhere', () => {
  expect(patterns.length).toBeGreaterThan(20);
  expect(whole.size).toBeGreaterThan(500);
  expect(keysOf(texts).filter((key) => !isUsed(key))).toEqual([]);
});

test('a text that no source says is found', () => {
  expect(isUsed('ui.close')).toBe(true);
  expect(isUsed('members.role.leader')).toBe(true);
  expect(isUsed('ui.nobodySaysThis')).toBe(false);
  expect(isUsed('members.role.king-of-spades')).toBe(false);
});
