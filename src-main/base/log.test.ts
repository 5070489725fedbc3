import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileLog } from './log';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-log-'));
  file = join(folder, 'log', 'engine.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('the log stays within two files while it is written, and keeps the latest entries', () => {
  const log = fileLog(file, 10_000);
  for (let n = 0; n < 1000; n++) log.info('said', { n });
  expect(readdirSync(join(folder, 'log')).sort()).toEqual(['engine.log', 'engine.log.1']);
  for (const each of [file, `${file}.1`]) expect(statSync(each).size).toBeLessThanOrEqual(10_000);
  expect(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)).toContain('"n":999');
});

it('a log that an earlier app left is part of it', () => {
  fileLog(file, 100).info('first');
  writeFileSync(file, 'x'.repeat(90));
  fileLog(file, 100).info('second');
  expect(readFileSync(`${file}.1`, 'utf8')).toContain('xxx');
  expect(readFileSync(file, 'utf8')).toContain('second');
});

it('what others say is cut', () => {
  fileLog(file).warn('refused', { origin: 'o'.repeat(100_000) });
  expect(statSync(file).size).toBeLessThan(5000);
});
