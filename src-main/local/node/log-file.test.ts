import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeLog, openLog, runLines } from './log-file';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-log-'));
  file = join(folder, 'etcd.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a run has its own lines only, and those before it are kept', () => {
  writeFileSync(file, 'before\n');
  const log = openLog(file);
  writeSync(log.descriptor, 'one\n\ntwo');
  closeLog(log);
  expect(runLines(file, log.offset)).toEqual(['one', 'two']);
  expect(readFileSync(file, 'utf8')).toBe('before\none\n\ntwo');
});

it('a large log is put aside before the next run', () => {
  writeFileSync(file, 'old\n');
  truncateSync(file, 16 * 1024 * 1024 + 1);
  const log = openLog(file);
  closeLog(log);
  expect(log.offset).toBe(0);
  expect(statSync(`${file}.1`).size).toBe(16 * 1024 * 1024 + 1);
  expect(statSync(file).size).toBe(0);
});

it('of a long run the last whole lines are read', () => {
  writeFileSync(file, `${'x'.repeat(99)}\n`.repeat(1000) + 'last\n');
  const lines = runLines(file, 0);
  expect(lines.at(-1)).toBe('last');
  expect(new Set(lines.slice(0, -1).map((line) => line.length))).toEqual(new Set([99]));
});

it('a log that is not there, or shorter than it was, is no error', () => {
  expect(runLines(file, 0)).toEqual([]);
  writeFileSync(file, 'new\n');
  expect(runLines(file, 1000)).toEqual(['new']);
});

it('a log that cannot be opened says so as a failure', () => {
  expect(() => openLog(join(folder, 'not', 'there'))).toThrow('ENOENT');
});
