import { expect, test } from 'vitest';
import { connectionColour } from './colour';

test('a connection keeps its colour', () => {
  expect(connectionColour('demo')).toBe(connectionColour('demo'));
});

test('many connections use all colours', () => {
  const colours = new Set(Array.from({ length: 200 }, (_, index) => connectionColour(`cluster-${index}`)));
  expect([...colours].sort()).toEqual(Array.from({ length: 8 }, (_, index) => `var(--connection-${index})`));
});
