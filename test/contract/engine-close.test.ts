import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTuning } from '@shared/contract/local';
import { expect, it, vi } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { startEngine } from '../../src-main/engine';
import { SettingsStore } from '../../src-main/settings/settings';
import { processesWith } from '../support/app/leaks';
import { etcdFolders } from '../support/etcd/etcd';
import { freePorts } from '../support/ports';
import { ReleaseServer } from '../support/release-server';
import { until } from '../support/until';
import { messagePort } from './transports';

/** Stands in for an etcd held up by its disk: it ignores the request to end. */
const DEAF_ETCD = `#!/bin/sh
[ "$1" = --version ] && { echo 'etcd Version: 3.6.14'; exit; }
trap '' TERM
while :; do sleep 0.1; done
`;

/** A host that offers a terminal and nothing else. */
function hostOf() {
  const secrets = () => Promise.resolve(null);
  const capabilities = { openFolder: null, pickFile: null, terminal: true, secrets };
  return { kind: 'serve', version: '1', ...capabilities } as const;
}

/** An engine with a cluster of one such node, and a terminal on it whose shell ignores SIGHUP. */
async function start(folder: string) {
  const host = hostOf();
  const settings = new SettingsStore(folder, silentLog);
  const path = join(folder, 'bin');
  await mkdir(path);
  await writeFile(join(path, 'etcd'), DEAF_ETCD, { mode: 0o755 });
  const engine = await startEngine({ dataFolder: folder, settings, host, log: silentLog, path });
  const served = await messagePort(engine.router);
  const { client } = await served.connect();
  const [firstPort = 0] = await freePorts(1);
  const shape = { name: 'demo', size: 1, etcdPath: null, tuning: defaultTuning, firstPort };
  const { cluster } = await client.local.create(shape);
  const connection = { kind: 'local', cluster } as const;
  const { terminal } = await client.terminal.open({ connection, member: null, columns: 80, rows: 24 });
  await client.terminal.write({ terminal, data: Buffer.from('trap \'\' HUP; echo dea""f\r') });
  let [text, after] = ['', 0];
  await until('the shell is deaf', async () => {
    const { data, next } = await client.terminal.read({ terminal, after, maxBytes: 1000 });
    text += Buffer.from(data).toString();
    after = next;
    return text.includes('deaf\r\n');
  });
  return { engine, served };
}

it('an engine that closes leaves no node, however slow it and a shell are to end', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'quorate-contract-')));
  const { engine, served } = await start(folder);
  const nodes = () => processesWith(`--data-dir=${folder}`).map(({ pid }) => pid);
  await until('the node runs', () => nodes().length === 1);
  await engine.dispose();
  const left = nodes();
  for (const pid of left) process.kill(pid, 'SIGKILL');
  await served.dispose();
  await rm(folder, { recursive: true });
  expect(left).toEqual([]);
});

it('an engine that closes ends the jobs that run, and leaves nothing of them', async () => {
  const [etcd] = etcdFolders();
  if (!etcd) throw new Error('No etcd to test with');
  const server = await ReleaseServer.start({ etcd, fault: 'hang' });
  vi.stubEnv('QUORATE_RELEASE_BASE', server.base);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'quorate-contract-')));
  const settings = new SettingsStore(folder, silentLog);
  const host = hostOf();
  const engine = await startEngine({ dataFolder: folder, settings, host, log: silentLog, path: '' });
  const served = await messagePort(engine.router);
  const { client } = await served.connect();
  await client.toolchain.download({ version: server.version });
  const installed = () => readdir(join(folder, 'etcd'));
  await until('half of it came', async () => {
    for await (const { jobs } of await client.jobs.watch({}))
      return jobs.some(({ progress }) => (progress?.done ?? 0) > 0);
    return false;
  });
  expect(await installed()).toHaveLength(1);
  await engine.dispose();
  expect(await installed()).toEqual([]);
  await served.dispose();
  await server.dispose();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});
