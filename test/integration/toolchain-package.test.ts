import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf, Machine } from '../support/toolchain';
import { until } from '../support/until';

const execute = promisify(execFile);

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.create();
});
afterEach(() => machine.dispose());

describe.runIf(process.platform === 'linux')("the system's package", () => {
  const command = 'apt-get install etcd-server etcd-client';
  const tools = '/usr/bin:/bin';

  /** An apt-get that records its arguments and runs `text`; PATH finds it in the returned folder. */
  async function aptGet(text: string): Promise<string> {
    await machine.script(
      'bin/apt-get',
      `PATH=${tools}; echo "$DEBIAN_FRONTEND $*" >> '${join(machine.home, 'calls')}'; cd '${machine.home}'\n${text}`,
    );
    return join(machine.home, 'bin');
  }

  async function calls(): Promise<string[]> {
    return (await execute('cat', [join(machine.home, 'calls')])).stdout.trim().split('\n');
  }

  it('is not offered where there is no apt-get', async () => {
    const toolchain = await machine.open();
    expect(toolchain.state.value.systemPackage).toBeNull();
    expect(() => toolchain.installPackage()).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_HERE' }));
  });

  it('is shown to everybody, and installed by root only', async () => {
    const path = await aptGet('exit 0');
    const toolchain = await machine.open({ path, isRoot: false });
    expect(toolchain.state.value.systemPackage).toEqual({ command: `sudo ${command}`, runnable: false });
    expect(() => toolchain.installPackage()).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
    const root = await machine.open({ path, isRoot: true });
    expect(root.state.value.systemPackage).toEqual({ command, runnable: true });
  });

  it('is installed without questions, and found then', async () => {
    const path = await aptGet(`ln -s '${machine.etcd.path}' bin/etcd`);
    const toolchain = await machine.open({ path, isRoot: true });
    const id = toolchain.installPackage();
    expect(await machine.endOf(toolchain)).toMatchObject({
      id,
      kind: 'installEtcdPackage',
      about: { command },
      status: { state: 'done', result: { path: machine.etcd.path } },
    });
    expect(await calls()).toEqual(['noninteractive install --yes etcd-server etcd-client']);
    expect(toolchain.state.value.preferred).toBe(machine.etcd.path);
  });

  it('is looked for again with fresh lists, then by its older name', async () => {
    const path = await aptGet(
      `case "$*" in
         *etcd-server*) echo "E: Unable to locate package etcd-server" >&2; exit 100;;
         *etcd) ln -s '${machine.etcd.path}' bin/etcd;;
       esac`,
    );
    const toolchain = await machine.open({ path, isRoot: true });
    toolchain.installPackage();
    expect(await machine.endOf(toolchain)).toMatchObject({ status: { state: 'done' } });
    expect(await calls()).toEqual([
      'noninteractive install --yes etcd-server etcd-client',
      'noninteractive update',
      'noninteractive install --yes etcd-server etcd-client',
      'noninteractive install --yes etcd',
    ]);
  });

  it('fails with the line that says why', async () => {
    const path = await aptGet('echo "Reading package lists..."; echo "E: Could not get lock" >&2; exit 100');
    const toolchain = await machine.open({ path, isRoot: true });
    toolchain.installPackage();
    expect(failureOf(await machine.endOf(toolchain))).toEqual({
      code: 'PACKAGE_FAILED',
      data: { command, reason: { kind: 'said', detail: 'E: Could not get lock' } },
    });
  });

  it('fails when it brings no etcd that can be used', async () => {
    const path = await aptGet(
      `printf '#!/bin/sh\\necho etcd Version: 3.3.25\\n' > bin/etcd; chmod +x bin/etcd`,
    );
    const toolchain = await machine.open({ path, isRoot: true });
    toolchain.installPackage();
    expect(failureOf(await machine.endOf(toolchain))).toMatchObject({ code: 'PACKAGE_FAILED' });
    expect(toolchain.state.value.installs).toMatchObject([{ problem: { code: 'ETCD_TOO_OLD' } }]);
  });

  it('is cancelled as by Ctrl-C, and waited for', async () => {
    const path = await aptGet(
      `trap 'echo cleaned > cleaned; exit 100' INT; echo up > up; while :; do sleep 0.05; done`,
    );
    const toolchain = await machine.open({ path, isRoot: true });
    const id = toolchain.installPackage();
    await until('it runs', () => existsSync(join(machine.home, 'up')));
    await machine.jobs.cancel(id);
    expect(machine.jobOf(toolchain)).toMatchObject({ status: { state: 'cancelled' } });
    expect(existsSync(join(machine.home, 'cleaned'))).toBe(true);
  });
});
