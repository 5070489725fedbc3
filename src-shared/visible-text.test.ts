import { expect, it } from 'vitest';
import { visibleText } from './visible-text';

it('characters that reorder what is shown are written out, and no others', () => {
  expect(visibleText('a\u202eb\u2066c\u2069\u200f\u061c')).toBe('a\\u202eb\\u2066c\\u2069\\u200f\\u061c');
  expect(visibleText('שלום, été 👩‍🚒 \\u202e')).toBe('שלום, été 👩‍🚒 \\u202e');
});
