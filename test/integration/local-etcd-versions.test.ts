import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareMinors, updateOf } from '../../src-shared/etcd/versions';
import { droppedFlags, flagsFor } from '../../src-shared/etcd/flags';
import { defaultTuning } from '../../src-shared/contract/local';
import type { LocalClusters } from '../../src-main/local/local-clusters';
import { type EtcdFolder, etcdFolders } from '../support/etcd/etcd';
import { allNodes, clusterOf, LocalFixture, nodeState, plan } from '../support/local-clusters';
import { until } from '../support/until';

const folders = etcdFolders();
const binaryOf = ({ folder }: EtcdFolder) => join(folder, 'etcd');

let fixture: LocalFixture;
let clusters: LocalClusters;

async function made(etcd: EtcdFolder, size: number, extraFlags: readonly string[] = []): Promise<string> {
  fixture = await LocalFixture.make(etcd);
  for (const each of folders) fixture.versions.set(binaryOf(each), each.version);
  clusters = await fixture.open();
  const id = await clusters.create(plan(size, { tuning: { ...defaultTuning, extraFlags: [...extraFlags] } }));
  await allNodes(clusters, id, 'up');
  await dataOf(id, etcd.version);
  await fixture.etcdctl(clusterOf(clusters, id), 'put', 'kept', 'yes');
  return id;
}

/** Waits until etcd says that its data is of that version. */
async function dataOf(id: string, version: string): Promise<void> {
  await until(
    () => `the data is of ${version}, not ${String(clusterOf(clusters, id).dataVersion)}`,
    () => clusterOf(clusters, id).dataVersion === version,
  );
}

/** Lets a node of `to` try the data as if it were of the same version as `from`. */
async function tried(id: string, to: EtcdFolder, from: EtcdFolder): Promise<void> {
  fixture.versions.set(binaryOf(to), from.version);
  await clusters.setEtcd(id, binaryOf(to));
  await clusters.start(id);
  for (const { name } of clusterOf(clusters, id).nodes) await nodeState(clusters, id, name, 'exited');
  fixture.versions.set(binaryOf(to), to.version);
}

/** Starts the cluster and expects what was written at first. */
async function servesAgain(id: string): Promise<void> {
  await clusters.start(id);
  await allNodes(clusters, id, 'up');
  expect(await fixture.etcdctl(clusterOf(clusters, id), 'get', 'kept')).toBe('kept\nyes\n');
}

const pairs = folders.flatMap((from) =>
  folders
    .filter((to) => compareMinors(from.version, to.version) !== 0)
    .map((to) => ({ from, to, kind: updateOf(from.version, to.version).kind })),
);
const of = (...kinds: readonly string[]) =>
  pairs
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ from, to }) => [from.version, to.version, from, to] as const);

describe('a change of etcd', () => {
  afterEach(() => fixture.dispose());
  let etcd: EtcdFolder;
  beforeEach(() => {
    const [first] = folders;
    if (!first) throw new Error('No etcd');
    etcd = first;
  });

  it.for(of('free', 'advised'))('from %s to %s keeps the data, and is for good', async ([, , from, to]) => {
    const id = await made(from, 3);
    await clusters.stop(id);
    await clusters.setEtcd(id, binaryOf(to));
    expect(clusterOf(clusters, id).etcdBefore).toEqual({ version: from.version, path: binaryOf(from) });
    await servesAgain(id);
    await dataOf(id, to.version);
    expect(clusterOf(clusters, id).etcdBefore).toBeNull();
    await clusters.stop(id);
    await expect(clusters.setEtcd(id, binaryOf(from))).rejects.toMatchObject({ code: 'ETCD_DOWNGRADE' });
  });

  it.for(of('stepwise'))(
    'from %s to %s is refused, and undone where an earlier app allowed it',
    async ([, , from, to]) => {
      const id = await made(from, 3);
      await clusters.stop(id);
      await expect(clusters.setEtcd(id, binaryOf(to))).rejects.toMatchObject({ code: 'ETCD_STEPWISE' });
      // etcd 3.7 ends with a panic over data of 3.5 and older, and leaves it usable.
      if (compareMinors(to.version, '3.7') === 0) await tried(id, to, from);
      await fixture.close();
      // What an earlier app wrote once the processes of the new version existed.
      const file = join(fixture.folder, id, 'cluster.json');
      const record = JSON.parse(await readFile(file, 'utf8')) as { etcd: object; dataVersion?: string };
      record.etcd = { path: binaryOf(to), version: to.version, executable: binaryOf(to) };
      delete record.dataVersion;
      await writeFile(file, JSON.stringify(record));
      clusters = await fixture.open();
      await expect(clusters.start(id)).rejects.toMatchObject({ code: 'ETCD_STEPWISE' });
      await clusters.setEtcd(id, binaryOf(from));
      await servesAgain(id);
    },
  );

  it.for(of('older'))(
    'from %s down to %s is refused until etcd took its data back',
    async ([, , from, to]) => {
      const id = await made(from, 3);
      const isOneStep =
        compareMinors(from.version, '3.6') >= 0 && updateOf(to.version, from.version).kind !== 'stepwise';
      if (isOneStep) {
        await fixture.etcdctl(clusterOf(clusters, id), 'downgrade', 'enable', to.version);
        const [minor = ''] = /^\d+\.\d+/.exec(to.version) ?? [];
        await dataOf(id, minor);
      }
      await clusters.stop(id);
      const change = clusters.setEtcd(id, binaryOf(to));
      if (!isOneStep) await expect(change).rejects.toMatchObject({ code: 'ETCD_DOWNGRADE' });
      await change.catch(() => undefined);
      await servesAgain(id);
      expect(clusterOf(clusters, id).version).toBe(isOneStep ? to.version : from.version);
    },
  );

  /** A program that claims to be the next minor version, and ends like an etcd that cannot read its data. */
  async function failing(): Promise<{ path: string; version: string }> {
    const path = join(fixture.folder, '.failing');
    await writeFile(path, '#!/bin/sh\necho "panic: unmarshal should never fail" >&2\nexit 2\n', {
      mode: 0o755,
    });
    const version = etcd.version.replace(/^3\.(\d+)\..*/, (_, minor: string) => `3.${Number(minor) + 1}.99`);
    fixture.versions.set(path, version);
    return { path, version };
  }

  /** A flag that the next minor version drops, where there is one. */
  function droppedNext(): string {
    const [minor = ''] = /^3\.\d+/.exec(etcd.version) ?? [];
    const flags: Readonly<Record<string, string>> = {
      '3.4': '--debug=false',
      '3.5': '--enable-v2=true',
      '3.6': '--experimental-compact-hash-check-enabled=true',
    };
    return flags[minor] ?? '--max-txn-ops=200';
  }

  it('to one that fails with the data is undone, with the flags that it did not know', async () => {
    const flag = droppedNext();
    const id = await made(etcd, 1, [flag]);
    await clusters.stop(id);
    const { path, version } = await failing();
    await clusters.setEtcd(id, path);
    await clusters.start(id);
    await nodeState(clusters, id, 'n1', 'exited');
    // Neither a failed start nor a start of the app forgets what the data is.
    await fixture.close();
    clusters = await fixture.open();
    const before = { version: etcd.version, path: fixture.binary };
    expect(clusterOf(clusters, id)).toMatchObject({ version, dataVersion: etcd.version, etcdBefore: before });
    await clusters.setEtcd(id, before.path);
    expect(clusterOf(clusters, id)).toMatchObject({ etcdBefore: null, tuning: { extraFlags: [flag] } });
    await servesAgain(id);
  });

  it('that the system makes by putting another one at its path is refused', async () => {
    const id = await made(etcd, 1);
    await clusters.stop(id);
    fixture.versions.set(fixture.binary, '3.99.0');
    await expect(clusters.start(id)).rejects.toMatchObject({ code: 'ETCD_STEPWISE' });
    expect(clusterOf(clusters, id).nodes[0]?.state).toMatchObject({ kind: 'failed' });
    fixture.versions.delete(fixture.binary);
    await servesAgain(id);
  });
});

describe.each(folders)('of the flags that etcd dropped, $version', (etcd) => {
  const isUnknown = (flag: string) =>
    spawnSync(binaryOf(etcd), [flag, '--version'], { encoding: 'utf8' }).stderr.includes('not defined');

  it('refuses those of its past, and knows their successors', () => {
    for (const [name, { since }] of droppedFlags) {
      if (compareMinors(etcd.version, since) < 0) continue;
      const flag = `--${name}=1`;
      expect([flag, isUnknown(flag)]).toEqual([flag, true]);
      for (const now of flagsFor([flag], etcd.version).flags)
        expect([now, isUnknown(now)]).toEqual([now, false]);
    }
  });

  it('knows those that it has not dropped yet', () => {
    const next = [...droppedFlags].filter(
      ([, { since }]) =>
        compareMinors(since, etcd.version) > 0 && updateOf(etcd.version, since).kind === 'free',
    );
    for (const [name] of next) expect([name, isUnknown(`--${name}=1`)]).toEqual([name, false]);
  });
});
