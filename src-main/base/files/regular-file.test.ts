import { execFileSync } from 'node:child_process';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegular, openRegularSync, readRegular, readRegularSync } from './regular-file';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-regular-'));
  path = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a regular file is read, by a link too', async () => {
  writeFileSync(path, 'été');
  symlinkSync(path, join(folder, 'link'));
  expect(readRegularSync(join(folder, 'link'))).toBe('été');
  expect(await readRegular(path)).toBe('été');
});

it('a missing file gives the error of the system', async () => {
  expect(() => readRegularSync(path)).toThrow(expect.objectContaining({ code: 'ENOENT', path }));
  await expect(readRegular(path)).rejects.toMatchObject({ code: 'ENOENT', path });
});

it('a file that is larger than allowed is not read', async () => {
  writeFileSync(path, '12345');
  expect(await readRegular(path, 5)).toBe('12345');
  await expect(readRegular(path, 4)).rejects.toMatchObject({ code: 'EFBIG', path });
  expect(readRegularSync(path, 5)).toBe('12345');
  expect(() => readRegularSync(path, 4)).toThrow(expect.objectContaining({ code: 'EFBIG', path }));
});

it('a file is appended to or replaced, and made with its mode', async () => {
  writeFileSync(path, 'one');
  const append = openRegularSync(path, 'append');
  writeSync(append, 'two');
  closeSync(append);
  expect(readFileSync(path, 'utf8')).toBe('onetwo');
  const replaced = await openRegular(path, 'replace', 0o600);
  await replaced.close();
  expect(readFileSync(path, 'utf8')).toBe('');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('a link is replaced, and what it leads to stays as it is', async () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'mine');
  const left = () => [lstatSync(path).isFile(), readFileSync(other, 'utf8')];
  symlinkSync(other, path);
  closeSync(openRegularSync(path, 'replace'));
  expect(left()).toEqual([true, 'mine']);
  rmSync(path);
  symlinkSync(other, path);
  const handle = await openRegular(path, 'replace');
  await handle.close();
  expect(left()).toEqual([true, 'mine']);
});

describe.skipIf(process.platform === 'win32')('what is no regular file is refused at once:', () => {
  it.each<[string, () => unknown]>([
    ['a named pipe', () => execFileSync('mkfifo', [path])],
    ['a folder', () => mkdirSync(path)],
    ['a device that never ends', () => symlinkSync('/dev/zero', path)],
  ])('%s', async (_, make) => {
    make();
    const refused = { code: 'EISDIR', path };
    expect(() => readRegularSync(path)).toThrow(expect.objectContaining(refused));
    await expect(readRegular(path)).rejects.toMatchObject(refused);
  });

  it('a named pipe, for writing too', async () => {
    execFileSync('mkfifo', [path]);
    expect(() => openRegularSync(path, 'append')).toThrow(expect.objectContaining({ code: 'ENXIO' }));
    await expect(openRegular(path, 'append')).rejects.toMatchObject({ code: 'ENXIO' });
  });

  it('a folder, for replacing too', async () => {
    mkdirSync(path);
    expect(() => openRegularSync(path, 'replace')).toThrow(expect.objectContaining({ code: 'EEXIST', path }));
    await expect(openRegular(path, 'replace')).rejects.toMatchObject({ code: 'EEXIST', path });
  });
});
