import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../base/failure';
import { type Log, silentLog } from '../base/log';
import { defaultSettings, SettingsStore } from './settings';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('settings start as the defaults, and a change of one outlives the store', () => {
  expect(new SettingsStore(folder, silentLog).state.value).toEqual(defaultSettings);
  new SettingsStore(folder, silentLog).update({ theme: 'dark' });
  expect(new SettingsStore(folder, silentLog).state.value).toEqual({ ...defaultSettings, theme: 'dark' });
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
  expect(store.state.value).toEqual(defaultSettings);
  expect(await readdir(folder)).toEqual([]);
});

it.each(['{"theme": "dark', '{"theme":"pink"}', 'null'])(
  'a file that holds %s is set aside, and the log says so',
  async (text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const said: string[] = [];
    const log: Log = { ...silentLog, warn: (message) => said.push(message) };
    const store = new SettingsStore(folder, log, () => new Date('2026-11-23T10:00:00Z'));
    expect(store.state.value).toEqual(defaultSettings);
    expect(said).toHaveLength(1);
    const aside = join(folder, 'settings.broken-2026-11-23T10-00-00.000Z.json');
    expect(await readFile(aside, 'utf8')).toBe(text);
  },
);
