import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../base/failure';
import { type Log, silentLog } from '../base/log';
import { defaultSettings, SettingsStore } from './settings';

const readable = { problem: null };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('settings start as the defaults, and a change of one outlives the store', () => {
  expect(new SettingsStore(folder, silentLog).state.value).toEqual({ ...defaultSettings, ...readable });
  new SettingsStore(folder, silentLog).update({ theme: 'dark' });
  expect(new SettingsStore(folder, silentLog).state.value).toEqual({
    ...defaultSettings,
    ...readable,
    theme: 'dark',
  });
});

it('settings tell their followers of a change', () => {
  const store = new SettingsStore(folder, silentLog);
  const seen: number[] = [];
  store.state.onChange(() => seen.push(store.state.value.refreshMs));
  store.update({ refreshMs: 500 });
  expect(seen).toEqual([500]);
});

it('a value that is not allowed is refused by its field, and nothing is written', async () => {
  const store = new SettingsStore(folder, silentLog);
  expect(() => store.update({ refreshMs: 1 })).toThrow(Failure);
  try {
    store.update({ refreshMs: 1 });
  } catch (error) {
    expect(error).toMatchObject({ code: 'BAD_INPUT', data: { field: 'refreshMs' } });
  }
  expect(store.state.value).toEqual({ ...defaultSettings, ...readable });
  expect(await readdir(folder)).toEqual([]);
});

it.each(['{"theme": "dark', '{"theme":"pink"}', 'null'])(
  'a file that holds %s is set aside, and window and log say so',
  async (text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const said: string[] = [];
    const log: Log = { ...silentLog, warn: (message) => said.push(message) };
    const store = new SettingsStore(folder, log, () => new Date('2026-11-23T10:00:00Z'));
    const aside = join(folder, 'settings.broken-2026-11-23T10-00-00.000Z.json');
    expect(store.state.value).toMatchObject({
      ...defaultSettings,
      problem: { code: 'FILE_SET_ASIDE', data: { path: join(folder, 'settings.json'), aside } },
    });
    expect(said).toHaveLength(1);
    expect(await readFile(aside, 'utf8')).toBe(text);
  },
);

const sample = (name: string) => readFile(join(__dirname, 'samples', name));

it('settings that an older app wrote hold as they were, and are written with their version', async () => {
  await writeFile(join(folder, 'settings.json'), await sample('settings-v1-without-version.json'));
  const store = new SettingsStore(folder, silentLog);
  const kept = { theme: 'dark', etcdPath: '/opt/etcd', refreshMs: 500 };
  expect(store.state.value).toEqual({ ...kept, problem: null });
  store.update({ refreshMs: 2000 });
  const written = await readFile(join(folder, 'settings.json'), 'utf8');
  expect(JSON.parse(written)).toEqual({ version: 1, ...kept, refreshMs: 2000 });
  expect(new SettingsStore(folder, silentLog).state.value).toEqual({
    ...kept,
    refreshMs: 2000,
    problem: null,
  });
});

it('settings of a newer app are said to be that and left alone: the defaults hold, and changes last until the end', async () => {
  const file = join(folder, 'settings.json');
  const bytes = await sample('settings-v99.json');
  await writeFile(file, bytes);
  const problem = { code: 'FILE_NEWER', data: { path: file, version: 99, known: 1 } };
  const store = new SettingsStore(folder, silentLog);
  expect(store.state.value).toEqual({ ...defaultSettings, problem });
  expect(store.update({ theme: 'dark' })).toEqual({ ...defaultSettings, theme: 'dark' });
  expect(store.state.value).toEqual({ ...defaultSettings, theme: 'dark', problem });
  expect(() => store.update({ refreshMs: 1 })).toThrow(Failure);
  expect(new SettingsStore(folder, silentLog).state.value).toEqual({ ...defaultSettings, problem });
  expect(await readFile(file)).toEqual(bytes);
  expect(await readdir(folder)).toEqual(['settings.json']);
});
