import { execFileSync } from 'node:child_process';
import { copyFile, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src-main/base/failure';
import { RecordStore } from '../../src-main/local/record/record-store';
import { etcdFolders } from '../support/etcd/etcd';
import { allNodes, clusterOf, LocalFixture, nodeOf, pidOf, plan } from '../support/local-clusters';
import { until } from '../support/until';

const samples = join(__dirname, '../../src-main/local/record/samples');

describe('the record of a cluster', () => {
  let fixture: LocalFixture;
  beforeEach(async () => {
    const [etcd] = etcdFolders();
    if (!etcd) throw new Error('No etcd');
    fixture = await LocalFixture.make(etcd);
  });
  afterEach(() => fixture.dispose());

  /** Creates the folder of a cluster with a sample record of some app version. */
  async function place(id: string, sample: string): Promise<string> {
    const folder = join(fixture.folder, id);
    await mkdir(folder);
    await copyFile(join(samples, sample), join(folder, 'cluster.json'));
    return folder;
  }

  it('that a newer app wrote is listed as that, and left as it is while others come and go', async () => {
    const folder = await place('e757cbb8', 'cluster-v99.json');
    const file = join(folder, 'cluster.json');
    const before = await readFile(file);
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await clusters.remove(id, 'local');
    const problem = { kind: 'newer', version: 99, known: 1 };
    expect(clusters.state.value).toEqual({ clusters: [], unreadable: [{ folder, problem, nodes: [] }] });
    await expect(clusters.remove('e757cbb8', '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await fixture.close();
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(folder)).toEqual(['cluster.json']);
    expect(await readdir(fixture.folder)).toEqual(['e757cbb8']);
  });

  it('that an older app wrote brings back all that it knew of its cluster', async () => {
    await place('e757cbb8', 'cluster-v1-all-settings.json');
    await place('b32aa0a8', 'cluster-v1-first-apps.json');
    const clusters = await fixture.open();
    expect(clusters.state.value.unreadable).toEqual([]);
    expect(clusterOf(clusters, 'e757cbb8')).toMatchObject({
      name: 'Café five',
      version: '3.6.16',
      keepRunning: true,
      tuning: { heartbeatMs: 50, autoCompaction: { mode: 'periodic', retention: '1h' } },
      nodes: [
        { name: 'n1', clientPort: 22147, state: { kind: 'exited', how: 'missed' } },
        { name: 'n2', state: { kind: 'crashed', signal: 'SIGKILL', byUs: true } },
        { name: 'n3', state: { kind: 'crashed', signal: 'SIGKILL', byUs: false } },
        { name: 'n4', state: { kind: 'stopped' } },
        { name: 'n5', state: { kind: 'crashed', signal: 'SIGTERM' } },
      ],
    });
    expect(clusterOf(clusters, 'b32aa0a8').nodes).toMatchObject([
      { state: { kind: 'exited', code: null } },
      { state: { kind: 'exited', code: 1 } },
      { state: { kind: 'exited', code: null } },
    ]);
  });

  /** A cluster that runs although no app does, with a record that is then damaged. */
  async function damagedAndRunning(keeps: boolean) {
    const before = await fixture.open();
    const id = await before.create(plan(3));
    await allNodes(before, id, 'up');
    const pids = clusterOf(before, id).nodes.map(pidOf);
    await before.setKeepRunning(id, true);
    await fixture.close();
    const file = join(fixture.folder, id, 'cluster.json');
    const text = (await readFile(file, 'utf8')).replace('"id"', 'id');
    await writeFile(file, text.replace('"keepRunning": true', `"keepRunning": ${String(keeps)}`));
    const clusters = await fixture.open();
    const folder = join(fixture.folder, id);
    expect(clusters.state.value.unreadable.filter((each) => each.folder === folder)).toMatchObject([
      { problem: { kind: 'damaged' }, nodes: pids.map((pid, index) => ({ name: `n${index + 1}`, pid })) },
    ]);
    return { clusters, folder };
  }

  it('that is damaged while its nodes run still shows and stops them', async () => {
    const { clusters, folder } = await damagedAndRunning(false);
    process.kill(clusters.state.value.unreadable[0]?.nodes[0]?.pid ?? 0, 'SIGKILL');
    await until('one is seen to end', () => clusters.state.value.unreadable[0]?.nodes.length === 2);
    await clusters.stopUnreadable(folder);
    expect(clusters.state.value.unreadable).toMatchObject([{ folder, nodes: [] }]);
    expect(await fixture.processes()).toEqual([]);
    await expect(clusters.stopUnreadable('elsewhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that is damaged while its nodes run ends them when the app closes, unless they are to be kept', async () => {
    await damagedAndRunning(false);
    await fixture.close();
    expect(await fixture.processes()).toEqual([]);
    const { clusters, folder } = await damagedAndRunning(true);
    await fixture.close();
    expect(await fixture.processes()).toHaveLength(3);
    expect(clusters.state.value.unreadable.map((each) => each.folder)).toContain(folder);
    const again = await fixture.open();
    await again.stopUnreadable(folder);
  });

  it('that cannot be written says so, not that it cannot be deleted', async () => {
    const clusters = await fixture.open();
    const spy = vi.spyOn(RecordStore.prototype, 'write');
    const refused = new Failure('NOT_PERMITTED', { path: 'cluster.json', action: 'write' });
    spy.mockRejectedValueOnce(refused);
    const removal = vi.spyOn(RecordStore.prototype, 'remove');
    removal.mockRejectedValueOnce(new Failure('NOT_PERMITTED', { path: 'folder', action: 'delete' }));
    await expect(clusters.create(plan(1))).rejects.toBe(refused);
    vi.restoreAllMocks();
  });

  const large = 'x'.repeat(16 * 1024 * 1024 + 1);
  it.skipIf(process.platform === 'win32').each<[string, string, (path: string, folder: string) => unknown]>([
    ['a folder as unfinished record', 'cluster.json.new', (path) => mkdir(path)],
    ['a folder as record', 'cluster.json', (path) => rm(path).then(() => mkdir(path))],
    ['a folder as log', 'n1/etcd.log', (path) => rm(path).then(() => mkdir(path))],
    ['a pipe as log', 'n1/etcd.log', (path) => rm(path).then(() => execFileSync('mkfifo', [path]))],
    [
      'a folder as old log',
      'n1/etcd.log.1',
      (path, folder) => writeFile(join(folder, 'n1/etcd.log'), large).then(() => mkdir(path)),
    ],
    [
      'a file as folder of a node',
      'n1',
      (path) => rm(path, { recursive: true }).then(() => writeFile(path, '')),
    ],
    [
      'a link in a circle as folder of a node',
      'n1',
      (path) => rm(path, { recursive: true }).then(() => symlink(path, path)),
    ],
  ])('and its files: a start that finds %s names it', async (_, name, put) => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await clusters.stop(id);
    // Whatever is still to be written of the stop is in this write.
    await clusters.setKeepRunning(id, true);
    const folder = join(fixture.folder, id);
    const path = join(folder, name);
    await put(path, folder);
    const failure = { code: 'PATH_TAKEN', data: { path } };
    await expect(clusters.start(id)).rejects.toMatchObject(failure);
    expect(nodeOf(clusters, id, 'n1').state).toMatchObject({ kind: 'failed', failure });
    await rm(path, { recursive: true });
    expect(await fixture.processes()).toEqual([]);
  });

  it('is written beside a link of its unfinished name, not through it', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    const other = join(fixture.folder, 'other');
    await writeFile(other, 'mine');
    await symlink(other, join(fixture.folder, id, 'cluster.json.new'));
    await clusters.rename(id, 'renamed');
    expect(await readFile(other, 'utf8')).toBe('mine');
    expect(await readFile(join(fixture.folder, id, 'cluster.json'), 'utf8')).toContain('renamed');
    expect((await lstat(join(fixture.folder, id, 'cluster.json'))).isFile()).toBe(true);
  });
});
