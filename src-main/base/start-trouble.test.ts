import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from './failure';
import { openDataFolder } from './files/data-folder';
import { fileLog } from './log';
import { startTrouble } from './start-trouble';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-test-start-'));
});
afterEach(() => rm(root, { recursive: true }));

/** What a start with that data folder says. */
async function said(path: string): Promise<string> {
  try {
    const folder = await openDataFolder(path, 'serve');
    try {
      fileLog(join(path, 'log', 'engine.log'));
    } finally {
      await folder.dispose();
    }
    return '';
  } catch (error) {
    return startTrouble(error);
  }
}

it.each<[string, (path: string) => Promise<unknown>, RegExp]>([
  ['is a file', (path) => writeFile(path, ''), /data is a file where Quorate needs a folder/],
  [
    'is below a file',
    (path) => writeFile(join(path, '..'), '').catch(() => writeFile(path, '')),
    /is a file where/,
  ],
  ['is a link that leads nowhere', (path) => symlink(join(root, 'none', 'x'), path), /data .*leads nowhere/],
  [
    'has a file for its lock',
    async (path) => {
      await mkdir(path);
      await writeFile(join(path, 'lock'), '');
    },
    /lock is a file where Quorate needs a folder/,
  ],
  [
    'has a link for its lock that leads nowhere',
    async (path) => {
      await mkdir(path);
      await symlink(join(root, 'none', 'x'), join(path, 'lock'));
    },
    /lock.* leads nowhere/,
  ],
  [
    'has a folder for its format',
    (path) => mkdir(join(path, 'format'), { recursive: true }),
    /format.* pipe or device where it needs a file/,
  ],
  [
    'has a named pipe for its format',
    async (path) => {
      await mkdir(path);
      execFileSync('mkfifo', [join(path, 'format')]);
    },
    /format.* pipe or device where it needs a file/,
  ],
  [
    'has a file for its logs',
    async (path) => {
      await mkdir(path);
      await writeFile(join(path, 'log'), '');
    },
    /log is a file where Quorate needs a folder/,
  ],
])('a data folder that %s is told in a sentence that says what to do', async (_, make, text) => {
  const path = join(root, 'data');
  await make(path);
  const sentence = await said(path);
  expect(sentence).toMatch(text);
  expect(sentence).toContain('QUORATE_DATA');
  // The temporary folder's own name is random.
  expect(sentence.replaceAll(root, '')).not.toMatch(/E[A-Z]{4,}/);
});

it('something else in the place of a folder of the app is named', () => {
  const trouble = startTrouble(new Failure('PATH_TAKEN', { path: '/data/clusters' }));
  expect(trouble).toMatch(/^\/data\/clusters is a file where Quorate needs a folder/);
});
