import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { BinaryReason } from '@shared/contract/reasons';
import type { FailureValue } from '@shared/contract/failures';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStart } from '../../src-main/base/process-start';
import { runProgram } from '../../src-main/toolchain/run';
import { Machine } from '../support/toolchain';
import { until } from '../support/until';

const execute = promisify(execFile);

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.create();
});
afterEach(() => machine.dispose());

describe('looking for etcd', () => {
  it('goes from the settings to the own folder, newest first, to PATH', async () => {
    const named = await machine.fakeEtcd('mine/etcd', '3.5.1');
    const old = await machine.fakeEtcd('etcd/3.5.9/etcd', '3.5.9');
    const recent = await machine.fakeEtcd('etcd/3.5.30/etcd', '3.5.30');
    await machine.fakeEtcd('etcd/notes/etcd', '3.7.0');
    machine.etcdPath.value = join(machine.home, 'mine');
    const toolchain = await machine.open({
      path: ['', 'relative', join(machine.home, 'none'), machine.etcd.folder].join(delimiter),
    });
    const { installs, preferred } = toolchain.state.value;
    expect(installs.map(({ path, version, source }) => [path, version, source])).toEqual([
      [named, '3.5.1', 'settings'],
      [recent, '3.5.30', 'app'],
      [old, '3.5.9', 'app'],
      [machine.etcd.path, machine.etcd.version, 'path'],
    ]);
    expect(installs.map(({ problem }) => problem)).toEqual([null, null, null, null]);
    expect(preferred).toBe(named);
  });

  it('lists a binary once, whatever links lead to it, with the etcdctl beside it', async () => {
    const path = [await machine.linkedEtcd('a'), await machine.linkedEtcd('b'), machine.etcd.folder].join(
      delimiter,
    );
    const toolchain = await machine.open({ path });
    const real = machine.etcd.path;
    expect(toolchain.state.value.installs).toMatchObject([
      { path: real, etcdctl: join(machine.etcd.folder, 'etcdctl'), source: 'path' },
    ]);
    expect(await toolchain.resolve(null)).toEqual({
      path: real,
      version: machine.etcd.version,
      etcdctl: join(machine.etcd.folder, 'etcdctl'),
    });
  });

  it('leaves a link alone that leads to a program of another name', async () => {
    const shim = await machine.fakeEtcd('snap', '3.5.2');
    await mkdir(join(machine.home, 'bin'));
    await symlink(shim, join(machine.home, 'bin', 'etcd'));
    const toolchain = await machine.open({ path: join(machine.home, 'bin') });
    expect(toolchain.state.value.preferred).toBe(join(machine.home, 'bin', 'etcd'));
  });

  it('takes etcdctl from PATH when there is none beside, and says so when there is none at all', async () => {
    const alone = await machine.fakeEtcd('alone/etcd', '3.5.3');
    machine.etcdPath.value = alone;
    const without = await machine.open();
    expect(without.state.value.installs).toMatchObject([{ etcdctl: null, etcdutl: null }]);
    const toolchain = await machine.open({ path: machine.etcd.folder });
    expect(await toolchain.resolve(alone)).toMatchObject({ etcdctl: join(machine.etcd.folder, 'etcdctl') });
  });

  it.each<[string, () => string | Promise<string>, (path: string) => FailureValue]>([
    ['is not there', () => join(machine.home, 'gone'), (path) => unusable(path, { kind: 'missing' })],
    ['is relative', () => 'bin/etcd', (path) => unusable(path, { kind: 'relative-path' })],
    ['is something else', () => process.execPath, (path) => unusable(path, { kind: 'no-version' })],
    [
      'is a text',
      async () => {
        await writeFile(join(machine.home, 'text'), 'etcd '.repeat(100), { mode: 0o755 });
        return join(machine.home, 'text');
      },
      (path) => unusable(path, { kind: 'no-program' }),
    ],
    [
      'fails',
      () => machine.script('failing', 'echo first >&2; echo "no such thing" >&2; exit 3'),
      (path) => unusable(path, { kind: 'ended', code: 3, signal: null, detail: 'no such thing' }),
    ],
    [
      'is too old',
      () => machine.fakeEtcd('old', '3.3.27'),
      () => ({ code: 'ETCD_TOO_OLD', data: { version: '3.3.27', minimum: '3.4.0' } }),
    ],
  ])(
    'passes over a path in the settings that %s, and lists it with its problem',
    async (_how, make, problem) => {
      const path = await make();
      machine.etcdPath.value = path;
      const toolchain = await machine.open({ path: machine.etcd.folder });
      const real = machine.etcd.path;
      expect(toolchain.state.value.installs.map((install) => [install.source, install.problem])).toEqual([
        ['settings', problem(path)],
        ['path', null],
      ]);
      expect(toolchain.state.value.preferred).toBe(real);
      expect(await toolchain.resolve(null)).toMatchObject({ path: real });
    },
  );

  it('ends a binary that hangs, with all that it started, and lists it with its problem', async () => {
    const pids = join(machine.home, 'pids');
    const path = await machine.script('bin/etcd', `sleep 600 & echo $! $$ > '${pids}'; wait`);
    const toolchain = await machine.open({
      path: join(machine.home, 'bin'),
      run: (file, args, options) => runProgram(file, args, { ...options, timeoutMs: 2000 }),
    });
    expect(toolchain.state.value.installs).toMatchObject([
      { path, problem: unusable(path, { kind: 'not-within', seconds: 2 }) },
    ]);
    const { stdout } = await execute('cat', [pids]);
    const started = stdout.trim().split(' ').map(Number);
    expect(started).toHaveLength(2);
    await until('its processes are gone', async () => {
      const starts = await Promise.all(started.map(processStart));
      return starts.every((start) => start === null);
    });
  });

  it('does not hold up the app when a binary hangs, and ends it when the app closes', async () => {
    const pids = join(machine.home, 'pids');
    await machine.script('bin/etcd', `echo $$ > '${pids}'; exec sleep 600`);
    const toolchain = await machine.openAtOnce({ path: join(machine.home, 'bin') });
    expect(toolchain.state.value.installs).toEqual([]);
    const pid = await until('it was started', async () => Number((await execute('cat', [pids])).stdout));
    await toolchain.dispose();
    await until('it is gone', async () => (await processStart(pid)) === null);
  });

  it('looks again when the settings change, and does not run again what has not changed', async () => {
    const toolchain = await machine.open({ path: machine.etcd.folder });
    const other = await machine.fakeEtcd('other/etcd', '3.5.4');
    machine.etcdPath.value = other;
    await until('it is preferred', () => toolchain.state.value.preferred === other);
    await toolchain.rescan();
    expect(machine.ran.sort()).toEqual([other, machine.etcd.path].sort());
    await writeFile(other, `#!/bin/sh\necho etcd Version: 3.5.10\n`);
    await toolchain.rescan();
    expect(toolchain.state.value.installs).toMatchObject([{ version: '3.5.10' }, {}]);
  });

  it('names the clusters that use a binary', async () => {
    const toolchain = await machine.open({ path: machine.etcd.folder });
    const path = toolchain.state.value.preferred ?? '';
    machine.users.value = new Map([[path, ['demo', 'test']]]);
    expect(toolchain.state.value.installs).toMatchObject([{ path, clusters: ['demo', 'test'] }]);
  });
});

describe('asking for an etcd', () => {
  it('fails when there is none', async () => {
    const toolchain = await machine.open();
    await expect(toolchain.resolve(null)).rejects.toMatchObject({
      code: 'ETCD_MISSING',
      data: { version: null },
    });
  });

  it('finds one that was installed since', async () => {
    const toolchain = await machine.open({ path: join(machine.home, 'later') });
    await machine.linkedEtcd('later');
    expect(await toolchain.resolve(null)).toMatchObject({ version: machine.etcd.version });
  });

  it('gives the problem when all that is there cannot be used', async () => {
    await machine.fakeEtcd('bin/etcd', '3.3.10');
    const toolchain = await machine.open({ path: join(machine.home, 'bin') });
    await expect(toolchain.resolve(null)).rejects.toMatchObject({
      code: 'ETCD_TOO_OLD',
      data: { version: '3.3.10', minimum: '3.4.0' },
    });
  });

  it('runs no other file than those found and those that clusters use', async () => {
    const hidden = await machine.fakeEtcd('hidden/etcd', '3.5.5');
    const toolchain = await machine.open();
    await expect(toolchain.resolve(hidden)).rejects.toMatchObject({ code: 'ETCD_MISSING' });
    expect(machine.ran).toEqual([]);
    machine.users.value = new Map([[hidden, ['demo']]]);
    expect(await toolchain.resolve(hidden)).toEqual({ path: hidden, version: '3.5.5', etcdctl: null });
  });

  it('fails when the file is gone', async () => {
    const path = await machine.fakeEtcd('bin/etcd', '3.5.6');
    const toolchain = await machine.open({ path: join(machine.home, 'bin') });
    expect(await toolchain.resolve(path)).toMatchObject({ version: '3.5.6' });
    await rm(path);
    await expect(toolchain.resolve(path)).rejects.toMatchObject({ code: 'ETCD_MISSING' });
    expect(toolchain.state.value.installs).toEqual([]);
  });
});

describe('removing a version', () => {
  it('deletes it from the own folder', async () => {
    const path = await machine.fakeEtcd('etcd/3.5.2/etcd', '3.5.2');
    const toolchain = await machine.open();
    await toolchain.remove(path);
    expect(await machine.installed()).toEqual([]);
    expect(toolchain.state.value).toMatchObject({ installs: [], preferred: null });
    await expect(toolchain.remove(path)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused while a cluster uses it', async () => {
    const path = await machine.fakeEtcd('etcd/3.5.2/etcd', '3.5.2');
    const toolchain = await machine.open();
    machine.users.value = new Map([[path, ['demo']]]);
    await expect(toolchain.remove(path)).rejects.toMatchObject({
      code: 'ETCD_IN_USE',
      data: { version: '3.5.2', clusters: ['demo'] },
    });
    expect(existsSync(path)).toBe(true);
  });

  it('is refused outside the own folder, and allowed inside even when the settings name it', async () => {
    const path = await machine.fakeEtcd('etcd/3.5.2/etcd', '3.5.2');
    machine.etcdPath.value = path;
    const toolchain = await machine.open({ path: machine.etcd.folder });
    const other = machine.etcd.path;
    await expect(toolchain.remove(other)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect(existsSync(other)).toBe(true);
    await toolchain.remove(path);
    expect(existsSync(path)).toBe(false);
  });

  it('what a crash left of an installation is gone after the next start', async () => {
    await mkdir(join(machine.folder, '.staging-AbCdEf', 'programs'), { recursive: true });
    await writeFile(join(machine.folder, '.staging-AbCdEf', 'archive'), 'half');
    await machine.fakeEtcd('etcd/3.5.2/etcd', '3.5.2');
    await machine.open();
    expect(await machine.installed()).toEqual(['3.5.2']);
  });
});

function unusable(path: string, reason: BinaryReason): FailureValue {
  return { code: 'ETCD_UNUSABLE', data: { path, reason } };
}
