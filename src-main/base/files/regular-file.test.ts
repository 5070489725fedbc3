import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
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

it('a file that is larger than allowed is not read', () => {
  writeFileSync(path, '12345');
  expect(readRegularSync(path, 5)).toBe('12345');
  expect(() => readRegularSync(path, 4)).toThrow(expect.objectContaining({ code: 'EFBIG', path }));
});

it('a file is appended to or replaced, and made with its mode', async () => {
  const append = openRegularSync(path, 'append', 0o600);
  writeSync(append, 'one');
  const replaced = await openRegular(path, 'replace');
  await replaced.close();
  writeSync(append, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
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
    await expect(openRegular(path, 'replace')).rejects.toMatchObject({ code: 'ENXIO' });
  });
});
