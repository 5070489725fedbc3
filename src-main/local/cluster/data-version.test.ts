import { expect, it } from 'vitest';
import { isDowngrade } from './data-version';

it.each([
  ['3.6.14', '3.5.33', true],
  ['3.10.0', '3.9.1', true],
  ['4.0.0', '3.9.1', true],
  ['3.6.14', '3.6.0', false],
  ['3.5.12+ds1', '3.6.0-rc.0', false],
  ['3.9.1', '3.10.0', false],
  ['3.6.0', '4.0.0', false],
  ['', '3.4.0', false],
])('data of %s under %s is a downgrade: %s', (written, version, downgrade) => {
  expect(isDowngrade(written, version)).toBe(downgrade);
});
