import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { etcdFolders } from '../support/etcd/etcd';
import { allNodes, clusterOf, LocalFixture, plan } from '../support/local-clusters';

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
    expect(clusters.state.value).toEqual({ clusters: [], unreadable: [{ folder, problem }] });
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
});
