import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataPresence } from './data-presence';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const member = () => join(folder, 'member');

it('data that a starting process has not made yet is not gone', () => {
  const data = new DataPresence(folder);
  expect(data.isGone(false)).toBe(false);
  mkdirSync(member());
  expect([data.isGone(false), data.isGone(true)]).toEqual([false, false]);
});

it('data that was deleted or replaced is gone, also when it was so before anybody looked', () => {
  mkdirSync(member());
  const data = new DataPresence(folder);
  expect(data.isGone(false)).toBe(false);
  renameSync(member(), join(folder, 'aside'));
  expect(data.isGone(false)).toBe(true);
  mkdirSync(member());
  expect(data.isGone(false)).toBe(true);
  rmSync(member(), { recursive: true });
  expect(new DataPresence(folder).isGone(true)).toBe(true);
});
