import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FailureValue } from '@shared/contract/failures';
import type { Job } from '@shared/contract/jobs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { etcdFolders } from '../support/etcd/etcd';
import { freePorts } from '../support/ports';
import type { ReleaseFault } from '../support/release-server';
import { ReleaseServer } from '../support/release-server';
import { failureOf, Machine } from '../support/toolchain';
import { until } from '../support/until';

const execute = promisify(execFile);

let server: ReleaseServer;
beforeAll(async () => {
  const [etcd] = etcdFolders();
  if (!etcd) throw new Error('No etcd to test with');
  server = await ReleaseServer.start({ etcd });
});
afterAll(() => server.dispose());

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.create();
  server.fault = 'none';
  server.requests.length = 0;
});
afterEach(() => machine.dispose());

describe('downloading a release', () => {
  it('installs it, tells how far it is, and prefers it', async () => {
    const toolchain = await machine.open({ releaseBase: server.base });
    const seen: (Job | null)[] = [];
    const subscription = machine.jobs.state.onChange(() => seen.push(machine.jobOf(toolchain)));
    const id = toolchain.download(`v${server.version}`);
    const path = join(machine.folder, server.version, 'etcd');
    const ended = await machine.endOf(toolchain);
    expect(ended).toMatchObject({
      id,
      kind: 'installEtcd',
      about: { version: server.version },
      status: { state: 'done', result: { path } },
    });
    void subscription.dispose();
    expect(toolchain.state.value).toMatchObject({
      preferred: path,
      installs: [{ path, source: 'app', version: server.version, etcdctl: join(path, '..', 'etcdctl') }],
    });
    const { steps } = machine.jobs.steps(id).value;
    expect(steps.map(({ code }) => code)).toEqual([
      'checksums',
      'downloading',
      'verifying',
      'unpacking',
      'installing',
    ]);
    expect(steps[1]).toMatchObject({ data: { host: new URL(server.base).host } });
    const received = seen.map((job) => job?.progress?.done ?? 0);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect(ended.progress).toMatchObject({ done: ended.progress?.total, unit: 'bytes' });
    expect(await machine.installed()).toEqual([server.version]);
    const { stdout } = await execute(path, ['--version']);
    expect(stdout).toContain(`etcd Version: ${server.version}`);
  });

  it('takes nothing over http from elsewhere, and asks nobody there', async () => {
    const toolchain = await machine.open({
      environment: { QUORATE_RELEASE_BASE: 'http://mirror.example/etcd' },
    });
    expect(() => toolchain.download('3.6.14')).toThrow(
      expect.objectContaining({
        code: 'DOWNLOAD_FAILED',
        data: expect.objectContaining({ reason: { kind: 'insecure' } }) as unknown,
      }),
    );
    expect(toolchain.state.value.releaseHost).toBe('mirror.example');
  });

  it('follows redirects, and takes its base from the environment', async () => {
    server.fault = 'redirect';
    const toolchain = await machine.open({ environment: { QUORATE_RELEASE_BASE: `${server.base}/` } });
    toolchain.download(server.version);
    expect(await machine.endOf(toolchain)).toMatchObject({ status: { state: 'done' } });
    expect(server.requests.some((url) => url.startsWith('/moved/'))).toBe(true);
  });

  it('keeps versions side by side, and does not fetch again what is there', async () => {
    await machine.fakeEtcd('etcd/3.5.2/etcd', '3.5.2');
    const toolchain = await machine.open({ releaseBase: server.base });
    toolchain.download(server.version);
    await machine.endOf(toolchain);
    expect(toolchain.state.value.installs.map(({ version }) => version).sort()).toEqual(
      ['3.5.2', server.version].sort(),
    );
    const asked = server.requests.length;
    toolchain.download(server.version);
    expect(await machine.endOf(toolchain)).toMatchObject({ status: { state: 'done' } });
    expect(server.requests).toHaveLength(asked);
  });

  it('replaces a version that does not work', async () => {
    const path = await machine.script(`etcd/${server.version}/etcd`, 'exit 1');
    const toolchain = await machine.open({ releaseBase: server.base });
    toolchain.download(server.version);
    expect(await machine.endOf(toolchain)).toMatchObject({ status: { state: 'done' } });
    expect(toolchain.state.value.installs).toMatchObject([{ path, version: server.version, problem: null }]);
    expect(await machine.installed()).toEqual([server.version]);
  });

  it.each<[ReleaseFault, FailureValue['code'], object | null]>([
    ['no-release', 'RELEASE_NOT_FOUND', null],
    ['no-archive', 'RELEASE_NOT_FOUND', null],
    ['no-sums', 'CHECKSUM_UNKNOWN', null],
    ['sums-of-others', 'CHECKSUM_UNKNOWN', null],
    ['wrong-sums', 'CHECKSUM_MISMATCH', null],
    ['altered', 'CHECKSUM_MISMATCH', null],
    ['shortened', 'CHECKSUM_MISMATCH', null],
    ['truncated', 'DOWNLOAD_FAILED', { kind: 'cut-off' }],
    ['reset', 'DOWNLOAD_FAILED', { kind: 'cut-off' }],
    ['hang', 'DOWNLOAD_FAILED', { kind: 'stalled', seconds: 0.3 }],
    ['silent', 'DOWNLOAD_FAILED', { kind: 'stalled', seconds: 0.3 }],
    ['server-error', 'DOWNLOAD_FAILED', { kind: 'status', status: '503 Service Unavailable' }],
    ['redirect-loop', 'DOWNLOAD_FAILED', { kind: 'redirects', most: 5 }],
    ['wrong-architecture', 'WRONG_ARCHITECTURE', null],
    ['traversal', 'ARCHIVE_UNUSABLE', { kind: 'leads-out' }],
    ['absolute', 'ARCHIVE_UNUSABLE', { kind: 'leads-out' }],
    ['link', 'ARCHIVE_UNUSABLE', { kind: 'no-file', name: 'etcd' }],
    ['twice', 'ARCHIVE_UNUSABLE', { kind: 'twice', name: 'etcd' }],
    ['script', 'ARCHIVE_UNUSABLE', { kind: 'no-program', name: 'etcd' }],
    ['no-etcd', 'ARCHIVE_UNUSABLE', { kind: 'no-etcd' }],
    ['no-tar', 'ARCHIVE_UNUSABLE', null],
  ])(
    'refuses a release with the fault "%s" as %s, runs nothing and leaves nothing',
    async (fault, code, reason) => {
      server.fault = fault;
      const toolchain = await machine.open({
        releaseBase: server.base,
        stallMs: ['hang', 'silent'].includes(fault) ? 300 : 30_000,
      });
      toolchain.download(server.version);
      const failure = failureOf(await machine.endOf(toolchain));
      expect(failure?.code).toBe(code);
      if (reason !== null) expect(failure?.data).toMatchObject({ reason });
      expect(await machine.installed()).toEqual([]);
      expect(machine.ran).toEqual([]);
      expect(toolchain.state.value.installs).toEqual([]);
    },
  );

  it('says which sum was expected and which was found', async () => {
    server.fault = 'wrong-sums';
    const toolchain = await machine.open({ releaseBase: server.base });
    toolchain.download(server.version);
    expect(failureOf(await machine.endOf(toolchain))).toEqual({
      code: 'CHECKSUM_MISMATCH',
      data: {
        archive: server.archive(),
        expected: '0'.repeat(64),
        actual: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    });
  });

  it('notices a release whose sums were exchanged with it, when its sum is known', async () => {
    const known = 'a'.repeat(64);
    const toolchain = await machine.open({
      releaseBase: server.base,
      knownSums: new Map([[server.archive(), known]]),
    });
    toolchain.download(server.version);
    expect(failureOf(await machine.endOf(toolchain))).toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      data: { expected: known },
    });
    server.fault = 'no-sums';
    toolchain.download(server.version);
    expect(failureOf(await machine.endOf(toolchain))).toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      data: { expected: known },
    });
    expect(await machine.installed()).toEqual([]);
    expect(machine.ran).toEqual([]);
  });

  it('refuses an etcd that prints another version than was asked for', async () => {
    const toolchain = await machine.open({ releaseBase: server.base });
    toolchain.download('3.99.0');
    expect(failureOf(await machine.endOf(toolchain))).toEqual({
      code: 'ARCHIVE_UNUSABLE',
      data: { archive: server.archive('3.99.0'), reason: { kind: 'other-version', version: server.version } },
    });
    expect(await machine.installed()).toEqual([]);
  });

  it('says so when the server cannot be reached', async () => {
    const [port] = await freePorts(1);
    const toolchain = await machine.open({ releaseBase: `http://127.0.0.1:${port ?? 0}` });
    toolchain.download(server.version);
    expect(failureOf(await machine.endOf(toolchain))).toMatchObject({
      code: 'DOWNLOAD_FAILED',
      data: { reason: { kind: 'refused' } },
    });
  });

  it('can be cancelled midway, and leaves nothing', async () => {
    server.fault = 'slow';
    const toolchain = await machine.open({ releaseBase: server.base });
    const id = toolchain.download(server.version);
    await until('the first bytes came', () => {
      server.release();
      return machine.received(toolchain) > 0;
    });
    expect(await machine.installed()).toHaveLength(1);
    await machine.jobs.cancel(id);
    expect(machine.jobOf(toolchain)).toMatchObject({ id, status: { state: 'cancelled' } });
    expect(await machine.installed()).toEqual([]);
    machine.jobs.dismiss(id);
    expect(machine.jobOf(toolchain)).toBeNull();
  });

  it('is cancelled when the app closes, and leaves nothing', async () => {
    server.fault = 'hang';
    const toolchain = await machine.open({ releaseBase: server.base });
    toolchain.download(server.version);
    await until('half of it came', () => machine.received(toolchain) > 0);
    await machine.jobs.dispose();
    expect(await machine.installed()).toEqual([]);
  });

  it('refuses a second job while one is under way', async () => {
    server.fault = 'silent';
    const toolchain = await machine.open({ releaseBase: server.base });
    const id = toolchain.download(server.version);
    expect(() => toolchain.download('3.5.0')).toThrow(
      expect.objectContaining({
        code: 'BUSY',
        data: { name: `etcd ${server.version}`, action: 'download' },
      }),
    );
    await machine.jobs.cancel('another');
    await until('it waits for the sums', () => machine.jobOf(toolchain)?.step?.code === 'checksums');
    expect(machine.jobOf(toolchain)?.status).toEqual({ state: 'running', cancelling: false });
    await machine.jobs.cancel(id);
    server.fault = 'none';
    toolchain.download(server.version);
    expect(await machine.endOf(toolchain)).toMatchObject({ status: { state: 'done' } });
  });

  it.each([
    ['latest', 'VERSION_INVALID'],
    ['../../3.6.14', 'VERSION_INVALID'],
    ['3.3.27', 'ETCD_TOO_OLD'],
  ])('refuses the version %j as %s', async (version, code) => {
    const toolchain = await machine.open({ releaseBase: server.base });
    expect(() => toolchain.download(version)).toThrow(expect.objectContaining({ code }));
    expect(toolchain.state.value.job).toBeNull();
  });

  it('says so where etcd has no releases', async () => {
    const toolchain = await machine.open({ arch: 'arm' });
    expect(() => toolchain.download('3.6.14')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_HERE' }));
  });
});
