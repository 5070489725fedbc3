import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileFormat } from './file-format';
import { KeptFile } from './kept-file';
import { type Log, silentLog } from '../log';

/** A made-up file with two formats. */
const older = FileFormat.first(v.object({ count: v.number() }));
const today = older.next(v.object({ counts: v.array(v.number()) }), ({ count }) => ({ counts: [count] }));

let folder: string;
let path: string;
let said: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-kept-'));
  path = join(folder, 'counts.json');
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const log: Log = { ...silentLog, warn: (message, fields) => said.push([message, fields]) };
const now = () => new Date('2026-11-23T10:00:00Z');
const open = () => new KeptFile({ path, format: today, what: 'settings', log, now });

it('a file that is not there has no content, and is made by the first write', () => {
  const file = open();
  expect([file.content, file.newer]).toEqual([null, null]);
  expect(readdirSync(folder)).toEqual([]);
  file.write({ counts: [1, 2] });
  expect(open().content).toEqual({ counts: [1, 2] });
  expect(readdirSync(folder)).toEqual(['counts.json']);
  expect(said).toEqual([]);
});

it('a file of an older format is read as one of today, and stays as it is until the next write', () => {
  const text = older.text({ count: 7 });
  writeFileSync(path, text);
  const file = open();
  expect(file.content).toEqual({ counts: [7] });
  expect(readFileSync(path, 'utf8')).toBe(text);
  file.write({ counts: [7, 8] });
  expect(readFileSync(path, 'utf8')).toBe(today.text({ counts: [7, 8] }));
});

it('a damaged file is set aside with all that was in it, and the log says what is wrong', () => {
  writeFileSync(path, '{"version":2,"counts":[1,"two"]}');
  const file = open();
  expect([file.content, file.newer]).toEqual([null, null]);
  const aside = join(folder, 'counts.broken-2026-11-23T10-00-00.000Z.json');
  expect(readFileSync(aside, 'utf8')).toBe('{"version":2,"counts":[1,"two"]}');
  const reason: unknown = expect.stringMatching(/^counts\.1 /);
  expect(said).toEqual([['the settings could not be read; they were set aside', { aside, reason }]]);
  file.write({ counts: [3] });
  expect(open().content).toEqual({ counts: [3] });
});

it('a newer file is never written or renamed, and whoever tries is told why', () => {
  const text = '{"version":3,"counts":{"a":1}}';
  writeFileSync(path, text);
  const file = open();
  const newer = { code: 'FILE_NEWER', data: { path, version: 3, known: 2 } };
  expect(file.content).toBeNull();
  expect(file.newer).toMatchObject(newer);
  expect(() => file.refuseNewer()).toThrow(expect.objectContaining(newer));
  expect(() => file.write({ counts: [1] })).toThrow(expect.objectContaining(newer));
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(readdirSync(folder)).toEqual(['counts.json']);
  expect(said).toEqual([[expect.stringContaining('newer version'), newer.data]]);
});

it('what an app that was killed left of writing the file is removed, and nothing else', () => {
  for (const name of ['counts.json.4711.tmp', 'counts.json.x.tmp', 'other.json.1.tmp']) {
    writeFileSync(join(folder, name), '{');
  }
  open();
  expect(readdirSync(folder).sort()).toEqual(['counts.json.x.tmp', 'other.json.1.tmp']);
});

it.skipIf(process.platform === 'win32')('a named pipe in its place is set aside, and not waited for', () => {
  execFileSync('mkfifo', [path]);
  expect(open().problem).toMatchObject({ code: 'FILE_SET_ASIDE' });
  expect(readdirSync(folder)).toEqual(['counts.broken-2026-11-23T10-00-00.000Z.json']);
});

it('a folder in the place of what is written before is named, and so is one in the place of the file', () => {
  const file = open();
  const unfinished = `${path}.${process.pid}.tmp`;
  mkdirSync(unfinished);
  const taken = (at: string): unknown => expect.objectContaining({ code: 'PATH_TAKEN', data: { path: at } });
  expect(() => file.write({ counts: [1] })).toThrow(taken(unfinished));
  rmSync(unfinished, { recursive: true });
  mkdirSync(path);
  expect(() => file.write({ counts: [1] })).toThrow(taken(path));
  expect(readdirSync(folder)).toEqual(['counts.json']);
});

it('a file that is too large is set aside unread, and it is said why', () => {
  writeFileSync(path, '{');
  truncateSync(path, 3 * 1024 ** 3);
  expect(open().problem).toMatchObject({
    code: 'FILE_SET_ASIDE',
    data: { detail: expect.stringContaining('EFBIG: file too large') as unknown },
  });
});
