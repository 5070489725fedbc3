import { expect, test } from 'vitest';
import { isRefresh } from '../areas/settings/refresh';
import { parseVersion } from './version';

test.each([
  ['3.6.14', '3.6.14'],
  [' v3.6.14 ', '3.6.14'],
  ['3.7.0-rc.1', '3.7.0-rc.1'],
  ['3.6', null],
  ['latest', null],
  ['../3.6.14', null],
  ['', null],
])('"%s" is the version %s', (typed, version) => {
  expect(parseVersion(typed)).toBe(version);
});

test('a refresh interval is a whole number within its bounds', () => {
  expect(isRefresh(1000)).toBe(true);
  expect(isRefresh(249)).toBe(false);
  expect(isRefresh(60_001)).toBe(false);
  expect(isRefresh(500.5)).toBe(false);
  expect(isRefresh(null)).toBe(false);
});
