import { expect, it } from 'vitest';
import { mix } from './look';

it.each([
  ['#000000', '#ffffff', 0.5, '#808080'],
  ['#102030', '#ffffff', 0, '#102030'],
  ['#102030', '#0a0b0c', 1, '#0a0b0c'],
])('%s and %s at %d are %s', (one, other, share, mixed) => {
  expect(mix(one, other, share)).toBe(mixed);
});
