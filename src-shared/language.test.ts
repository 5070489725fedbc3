import { expect, it } from 'vitest';
import { languageOf } from './language';

it.each([
  [['en-GB', 'de'], 'en'],
  [['de-DE', 'EN-us'], 'en'],
  [['de-DE'], 'en'],
  [[], 'en'],
])('of the preferred languages %j Quorate speaks %s', (preferred, spoken) => {
  expect(languageOf(preferred)).toBe(spoken);
});
