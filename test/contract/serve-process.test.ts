import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { defaultTuning } from '@shared/contract/local';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { etcdFolders } from '../support/etcd/etcd';
import { until } from '../support/until';
import { clientOver, pageSocket, session } from './transports';

/** With the etcd of the tests. */
const path = [etcdFolders()[0]?.folder ?? '', process.env['PATH'] ?? ''].join(delimiter);
let data = '';
const children: ChildProcess[] = [];

beforeEach(async () => {
  data = join(await mkdtemp(join(tmpdir(), 'quorate-process-')), 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(join(data, '..'), { recursive: true, force: true, maxRetries: 5 });
});

/** The built headless host, as `npm start -- --serve` runs it. */
function host(...args: string[]) {
  const child = spawn(process.execPath, [resolve('out/main/serve.js'), ...args], {
    env: { ...process.env, PATH: path, QUORATE_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = new Promise<number | string | null>((end) => {
    child.once('close', (code, signal) => end(code ?? signal));
  });
  const address = () => until('it prints its address', () => /http:\S+(?=\n)/.exec(said.out)?.[0]);
  return { child, said, ended, address };
}

it('the host prints one line with its address, and one for programs when asked', async () => {
  const running = host('--json');
  const url = await running.address();
  const lines = await until('both lines', () => {
    const all = running.said.out.trimEnd().split('\n');
    return all.length === 2 && running.said.out.endsWith('\n') && all;
  });
  expect(lines[0]).toBe(`Quorate is at ${url}`);
  const told: unknown = JSON.parse(lines[1] ?? '');
  expect(told).toEqual({ url, port: Number(new URL(url).port), pid: running.child.pid, dataFolder: data });
  expect(new URL(url).hostname).toBe('127.0.0.1');
});

it('a second host on the same data folder ends with 3 and says who has it and at which address; the first goes on', async () => {
  const first = host();
  const url = await first.address();
  const second = host();
  expect(await second.ended).toBe(3);
  expect(second.said.out).toBe('');
  expect(second.said.err).toContain(`process ${first.child.pid ?? 0}`);
  expect(second.said.err).toContain(data);
  expect(second.said.err).toContain(url);
  expect((await session(url)).cookie).toContain('quorate_');
});

it('prints its options with --help and ends with 0, without a data folder', async () => {
  const asked = host('--help');
  expect(await asked.ended).toBe(0);
  expect(asked.said.err).toBe('');
  for (const option of ['--port', '--host', '--terminal', '--json', '--help'])
    expect(asked.said.out).toMatch(new RegExp(`^ .*${option}\\b`, 'm'));
  await expect(stat(data)).rejects.toMatchObject({ code: 'ENOENT' });
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends it cleanly, with a window open, and frees the folder',
  async (signal) => {
    const running = host();
    const url = await running.address();
    const socket = pageSocket(await session(url));
    await new Promise((opened) => socket.once('open', opened));
    const closed = new Promise((end) => socket.once('close', end));
    running.child.kill(signal);
    expect(await running.ended).toBe(0);
    await closed;
    expect(running.said.err).toBe('');
    expect(await readdir(join(data, 'lock'))).toEqual([]);
  },
);

it('a signal says at once, and once, which clusters stop and which keep running', async () => {
  const running = host();
  const client = await clientOver(pageSocket(await session(await running.address())));
  const create = (name: string) =>
    client.local.create({ name, size: 1, etcdPath: null, tuning: defaultTuning, firstPort: null });
  await create('ends');
  const { cluster } = await create('stays');
  await client.local.setKeepRunning({ cluster, keep: true });
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
  expect(running.said.out.trimEnd().split('\n').slice(1)).toEqual([
    'Stopping Quorate and the cluster ends… Left running: the cluster stays.',
  ]);

  const next = host();
  const again = await clientOver(pageSocket(await session(await next.address())));
  await again.local.remove({ cluster, typedName: 'stays' });
});

it('the folder of a host that was killed is taken over', async () => {
  const killed = host();
  await killed.address();
  killed.child.kill('SIGKILL');
  expect(await killed.ended).toBe('SIGKILL');
  expect(await readdir(join(data, 'lock'))).toHaveLength(1);
  await host().address();
});

it.each(['new', 'there before, open to all'])(
  'the data folder is its user’s alone when it was %s',
  async (kind) => {
    if (kind !== 'new') {
      await mkdir(data);
      await chmod(data, 0o755);
    }
    const running = host();
    const client = await clientOver(pageSocket(await session(await running.address())));
    const { cluster } = await client.local.create({
      name: 'private',
      size: 1,
      etcdPath: null,
      tuning: defaultTuning,
      firstPort: null,
    });
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    const open: string[] = [];
    for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const { mode } = await lstat(path);
      if (!entry.isSymbolicLink() && (mode & 0o077) !== 0) open.push(`${path} ${mode.toString(8)}`);
    }
    expect(open).toEqual([]);
    await client.local.remove({ cluster, typedName: 'private' });
  },
);

it.each([
  ['--port', 'x'],
  ['--port', '70000'],
  ['--host', 'example.org'],
  ['--prot', '1'],
])('a wrong command line, %s %s, ends with 2 and says how it is used', async (...args) => {
  const refused = host(...args);
  expect(await refused.ended).toBe(2);
  expect(refused.said.err).toContain(args[1] === '1' ? '--prot' : `${args[0]} ${args[1]}`);
  expect(refused.said.err).toContain('Usage: serve');
});

it('a port that is taken is said, and the folder is free again', async () => {
  const first = host();
  const { port } = new URL(await first.address());
  data = join(data, 'other');
  const second = host('--port', port);
  expect(await second.ended).toBe(1);
  expect(second.said.err).toContain(`Port ${port} is in use`);
  expect(await readdir(join(data, 'lock'))).toEqual([]);
  data = join(data, '..');
});
