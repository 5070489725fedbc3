import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTuning } from '@shared/contract/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { type Engine, startEngine } from '../../src-main/engine';
import { SettingsStore } from '../../src-main/settings/settings';
import { etcdFolders } from '../support/etcd/etcd';
import { moveFirstPort } from '../support/ports';
import { until } from '../support/until';
import { type Client, type Served, transports } from './transports';

/** The latest value of a stream, which is read until `signal`. */
function latest<T>(stream: AsyncIterable<T>): { value: T | null } {
  const seen: { value: T | null } = { value: null };
  void (async () => {
    for await (const value of stream) seen.value = value;
  })().catch(() => undefined);
  return seen;
}

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

describe.each(transports)('a real engine over %s', (_name, serve) => {
  let folder = '';
  const opened: string[] = [];
  let engine: Engine;
  let served: Served;
  let client: Client;
  const abort = new AbortController();
  const { signal } = abort;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-contract-'));
    await moveFirstPort();
    const openFolder = (path: string) => {
      opened.push(path);
      return Promise.resolve();
    };
    const pickFile = (title: string) => Promise.resolve(title === 'CA' ? '/etc/ca.pem' : null);
    const secrets = () => Promise.resolve(null);
    const host = {
      kind: 'desktop',
      version: '1.2.3',
      openFolder,
      pickFile,
      terminal: false,
      secrets,
    } as const;
    const path = etcdFolders()[0]?.folder ?? '';
    const settings = new SettingsStore(folder, silentLog);
    engine = await startEngine({ dataFolder: folder, settings, host, log: silentLog, path });
    served = await serve(engine.router);
    client = (await served.connect()).client;
  });
  afterAll(async () => {
    abort.abort();
    await served.dispose();
    await engine.dispose();
    await rm(folder, { recursive: true });
  });

  it('says who answers', async () => {
    expect(await client.app.hello()).toMatchObject({
      host: 'desktop',
      version: '1.2.3',
      platform: process.platform,
      dataFolder: folder,
      canOpenFolders: true,
      canPickFiles: true,
      terminal: false,
    });
  });

  it('lets the user choose a file, or none', async () => {
    expect(await client.app.pickFile({ title: 'CA' })).toEqual({ path: '/etc/ca.pem' });
    expect(await client.app.pickFile({ title: 'key' })).toEqual({ path: null });
  });

  it('changes settings for every window', async () => {
    const other = (await served.connect()).client;
    const settings = latest(await other.settings.watch({}, { signal }));
    expect(await client.settings.update({ refreshMs: 250, theme: 'dark' })).toEqual({
      theme: 'dark',
      etcdPath: null,
      refreshMs: 250,
    });
    await until('the other window has it', () => settings.value?.theme === 'dark');
    expect(await thrown(client.settings.update({ refreshMs: 249 }))).toMatchObject({
      code: 'BAD_INPUT',
      data: { field: 'refreshMs' },
    });
  });

  it('finds the etcd of this machine, and refuses versions that are none', async () => {
    await client.toolchain.rescan();
    const toolchain = latest(await client.toolchain.watch({}, { signal }));
    const state = await until('the etcd is found', () => toolchain.value);
    expect(state.preferred).toBe(state.installs[0]?.path);
    expect(state.installs[0]?.source).toBe('path');
    expect(await thrown(client.toolchain.download({ version: '../../etc' }))).toMatchObject({
      code: 'VERSION_INVALID',
      data: { version: '../../etc' },
    });
    expect(await thrown(client.toolchain.remove({ path: '/usr/bin/env' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it.each([
    ['start', (cluster: string) => client.local.start({ cluster })],
    ['stop', (cluster: string) => client.local.stop({ cluster })],
    ['remove', (cluster: string) => client.local.remove({ cluster, typedName: '' })],
    ['rename', (cluster: string) => client.local.rename({ cluster, name: 'other' })],
    ['duplicate', (cluster: string) => client.local.duplicate({ cluster, name: 'other' })],
    ['setKeepRunning', (cluster: string) => client.local.setKeepRunning({ cluster, keep: true })],
    ['startNode', (cluster: string) => client.local.startNode({ cluster, node: 'n1' })],
    ['stopNode', (cluster: string) => client.local.stopNode({ cluster, node: 'n1' })],
    ['killNode', (cluster: string) => client.local.killNode({ cluster, node: 'n1' })],
    ['pauseNode', (cluster: string) => client.local.pauseNode({ cluster, node: 'n1' })],
    ['resumeNode', (cluster: string) => client.local.resumeNode({ cluster, node: 'n1' })],
    ['restartNode', (cluster: string) => client.local.restartNode({ cluster, node: 'n1' })],
    ['openFolder', (cluster: string) => client.local.openFolder({ cluster, node: null })],
    ['members.watch', (cluster: string) => client.members.watch({ connection: { kind: 'local', cluster } })],
    [
      'members.refresh',
      (cluster: string) => client.members.refresh({ connection: { kind: 'local', cluster } }),
    ],
    [
      'logs.open',
      (cluster: string) => client.logs.open({ cluster, node: null, minLevel: 'info', search: '' }),
    ],
  ])('%s says when the cluster is not there', async (_procedure, call) => {
    expect(await thrown(call('nowhere'))).toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'cluster', name: 'nowhere' },
      defined: true,
    });
  });

  it('names the field of a cluster that cannot be', async () => {
    const input = { name: 'a', size: 3, etcdPath: null, tuning: defaultTuning, firstPort: null };
    expect(await thrown(client.local.create({ ...input, size: 10 }))).toMatchObject({
      code: 'BAD_INPUT',
      data: { field: 'size' },
    });
    const tuning = { ...defaultTuning, heartbeatMs: -1 };
    expect(await thrown(client.local.create({ ...input, tuning }))).toMatchObject({
      code: 'BAD_INPUT',
      data: { field: 'tuning.heartbeatMs' },
    });
  });

  it('makes a cluster, shows its member and its log, and deletes it only by its typed name', async () => {
    const { name, firstPort } = await client.local.suggest({ size: 1 });
    const made = { name, size: 1, etcdPath: null, tuning: defaultTuning, firstPort };
    const { cluster } = await client.local.create(made);
    const clusters = latest(await client.local.watch({}, { signal }));
    const connection = { kind: 'local', cluster } as const;
    const members = latest(await client.members.watch({ connection }, { signal }));
    await client.members.refresh({ connection });
    await until('the member leads', () => members.value?.leader?.name === 'n1');

    const query = { cluster, node: 'n1', minLevel: 'info', search: 'elected leader' } as const;
    const log = latest(await client.logs.open(query, { signal }));
    const found = await until('the log tells of it', () => log.value && log.value.length > 0 && log.value);
    const { rows } = await client.logs.rows({ view: found.view, from: 0, to: 100 });
    expect(rows.map((row) => row.message).join()).toContain('elected leader');

    await client.local.openFolder({ cluster, node: 'n1' });
    expect(opened.at(-1)).toContain(folder);
    expect(await thrown(client.local.openFolder({ cluster, node: 'n9' }))).toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'node' },
    });
    expect(await thrown(client.local.remove({ cluster, typedName: 'wrong' }))).toMatchObject({
      code: 'NAME_MISMATCH',
      data: { typed: 'wrong' },
    });
    await client.local.remove({ cluster, typedName: name });
    await until('it is gone', () => clusters.value?.clusters.length === 0);
  });
});
