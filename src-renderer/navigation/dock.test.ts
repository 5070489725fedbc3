import { expect, test } from 'vitest';
import { clampHeight, KEPT_ABOVE, MIN_HEIGHT, useDock } from './dock';

test('the dock leaves room above, and keeps some itself', () => {
  expect(clampHeight(300, 800)).toBe(300);
  expect(clampHeight(790, 800)).toBe(800 - KEPT_ABOVE);
  expect(clampHeight(10, 800)).toBe(MIN_HEIGHT);
  expect(clampHeight(300, 200)).toBe(MIN_HEIGHT);
});

test('showing the log of a node opens the dock on it, wherever that is asked for', () => {
  useDock().open.value = false;
  useDock().showLogs('n2');
  expect(useDock().open.value).toBe(true);
  expect(useDock().panel.value).toBe('logs');
  expect(useDock().logNode.value).toBe('n2');
});
