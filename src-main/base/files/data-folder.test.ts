import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, stat, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolderPath, openDataFolder } from './data-folder';
import { Failure } from '../failure';
import { lockFolder } from './folder-lock';
import { processStart } from '../process-start';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function failureOf(promise: Promise<unknown>): Promise<Failure['value']> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error(`no failure but ${String(error)}`);
  return error.value;
}

async function claim(start: string | null, pid = process.pid): Promise<void> {
  await mkdir(join(root, 'lock'), { recursive: true });
  await writeFile(join(root, 'lock', '0.json'), JSON.stringify({ pid, start, host: 'serve' }));
}

describe('the place of the data folder', () => {
  it.each([
    ['linux', {}, '/home/ada/.local/share/quorate'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/quorate'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/quorate'],
    ['linux', { XDG_DATA_HOME: '/data', QUORATE_DATA: '/elsewhere' }, '/elsewhere'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/home/ada/Library/Application Support/Quorate'],
  ] as const)('on %s with %o is %s', (platform, env, path) => {
    expect(dataFolderPath(env, platform, '/home/ada')).toBe(path);
  });
});

describe('a data folder', () => {
  it('is made for its user alone', async () => {
    const folder = await openDataFolder(join(root, 'a', 'b'), 'serve');
    expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
    await folder.dispose();
  });

  it('that was there before, open to others, is closed to them', async () => {
    await chmod(root, 0o755);
    const folder = await openDataFolder(root, 'serve');
    expect((await stat(root)).mode & 0o777).toBe(0o700);
    await folder.dispose();
  });

  it('is refused while another has it, saying who, and is free after that', async () => {
    const first = await openDataFolder(root, 'desktop');
    expect(await failureOf(openDataFolder(root, 'serve'))).toEqual({
      code: 'DATA_FOLDER_LOCKED',
      data: { path: root, pid: process.pid, host: 'desktop', address: null },
    });
    await first.tellAddress('http://127.0.0.1:4000/');
    expect(await failureOf(openDataFolder(root, 'serve'))).toMatchObject({
      data: { address: 'http://127.0.0.1:4000/' },
    });
    await first.dispose();
    await (await openDataFolder(root, 'serve')).dispose();
    expect(await readdir(join(root, 'lock'))).toEqual([]);
  });

  it('goes to exactly one of many that start at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, () => lockFolder(join(root, 'lock'), 'serve')),
    );
    const holders = results.filter((result) => 'dispose' in result);
    expect(holders).toHaveLength(1);
    expect(await readdir(join(root, 'lock'))).toHaveLength(1);
  });

  it('is taken over from a process that is gone', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((resolve) => child.on('close', resolve));
    await claim(null, child.pid);
    await (await openDataFolder(root, 'serve')).dispose();
  });

  it('is taken over when the pid is that of a later process', async () => {
    await claim('another time');
    await (await openDataFolder(root, 'serve')).dispose();
  });

  it('is refused when the process that claims it is the one that started then', async () => {
    await claim(await processStart(process.pid));
    expect((await failureOf(openDataFolder(root, 'serve'))).code).toBe('DATA_FOLDER_LOCKED');
  });

  it('loses claims that were never finished, except for one that may be under way', async () => {
    await mkdir(join(root, 'lock'));
    const [old, young] = [Date.now() - 3_600_000, Date.now()].map((at) => `${at}-x.json.tmp`);
    for (const name of [old, young]) await writeFile(join(root, 'lock', name ?? ''), '{');
    const folder = await openDataFolder(root, 'serve');
    expect((await readdir(join(root, 'lock'))).filter((name) => name.endsWith('.tmp'))).toEqual([young]);
    await folder.dispose();
  });

  it('is left alone, and unlocked, when a newer version wrote it', async () => {
    await writeFile(join(root, 'format'), '99\n');
    expect(await failureOf(openDataFolder(root, 'serve'))).toEqual({
      code: 'DATA_FOLDER_NEWER',
      data: { path: root, version: 99 },
    });
    expect(await readdir(join(root, 'lock'))).toEqual([]);
  });

  it('says so when the path is a file', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(openDataFolder(join(root, 'file'), 'serve')).rejects.toMatchObject({
      path: join(root, 'file'),
    });
  });
});
