import { expect, test } from 'vitest';
import { connectionColours } from '@shared/contract/connections';
import { colourOf, connectionColour, leastUsedColour } from './colour';

test('a connection keeps its colour', () => {
  expect(connectionColour('demo')).toBe(connectionColour('demo'));
});

test('many connections use all colours', () => {
  const colours = new Set(Array.from({ length: 200 }, (_, index) => connectionColour(`cluster-${index}`)));
  expect([...colours].sort()).toEqual(Array.from({ length: 8 }, (_, index) => `var(--connection-${index})`));
});

test('a new connection gets the colour that the fewest have', () => {
  const [first, second, third] = connectionColours;
  expect(leastUsedColour([])).toBe(first);
  expect(leastUsedColour([colourOf(first), colourOf(second)])).toBe(third);
  const all = connectionColours.map(colourOf);
  expect(leastUsedColour([...all, colourOf(first)])).toBe(second);
});
