import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalClusters } from '../../src-main/local/local-clusters';
import { etcdFolders } from '../support/etcd/etcd';
import { until } from '../support/until';
import { allNodes, clusterOf, LocalFixture, nodeOf, plan } from '../support/local-clusters';

describe('the etcd of a cluster', () => {
  let fixture: LocalFixture;
  let clusters: LocalClusters;
  let id: string;
  beforeEach(async () => {
    const [etcd] = etcdFolders();
    if (!etcd) throw new Error('No etcd');
    fixture = await LocalFixture.make(etcd);
    clusters = await fixture.open();
    id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await until('its data has a version', () => clusterOf(clusters, id).dataVersion === etcd.version);
  });
  afterEach(() => fixture.dispose());

  /** A version that is so many minor versions newer than the etcd. */
  const newerBy = (minors: number) =>
    fixture.etcd.version.replace(/^3\.(\d+)/, (_, minor: string) => `3.${Number(minor) + minors}`);

  /** A copy of the etcd that reports that version. */
  async function copyAs(version: string): Promise<string> {
    const path = join(fixture.folder, `.etcd-${version}`);
    await copyFile(fixture.binary, path);
    fixture.versions.set(path, version);
    return path;
  }

  it('is changed while it is stopped, for its next start, which has its data', async () => {
    const version = newerBy(1);
    const newer = await copyAs(version);
    await fixture.etcdctl(clusterOf(clusters, id), 'put', 'kept', 'yes');
    await expect(clusters.setEtcd(id, newer)).rejects.toMatchObject({ code: 'CLUSTER_RUNNING' });
    await clusters.stop(id);
    await clusters.setEtcd(id, newer);
    expect(clusterOf(clusters, id)).toMatchObject({ etcdPath: newer, version });
    expect(fixture.users.value).toEqual(new Map([[newer, ['local']]]));
    await clusters.start(id);
    await allNodes(clusters, id, 'up');
    expect((await fixture.processes()).map(({ executable }) => executable)).toEqual([newer]);
    expect(await fixture.etcdctl(clusterOf(clusters, id), 'get', 'kept')).toBe('kept\nyes\n');
  });

  it('is never one of an older minor version than has had its data', async () => {
    const [newer, older] = [await copyAs(newerBy(1)), await copyAs('3.3.27')];
    await clusters.stop(id);
    await expect(clusters.setEtcd(id, older)).rejects.toMatchObject({
      code: 'ETCD_DOWNGRADE',
      data: { version: '3.3.27', written: fixture.etcd.version },
    });
    // An etcd that was selected but never ran has written nothing: it can be changed back, even after a
    // restart of the app.
    await clusters.setEtcd(id, newer);
    await fixture.close();
    clusters = await fixture.open();
    await clusters.setEtcd(id, fixture.binary);
    await clusters.setEtcd(id, newer);
    await clusters.start(id);
    await allNodes(clusters, id, 'up');
    await until('the data is its own', () => clusterOf(clusters, id).dataVersion === newerBy(1));
    await fixture.close();
    clusters = await fixture.open();
    await expect(clusters.setEtcd(id, fixture.binary)).rejects.toMatchObject({
      code: 'ETCD_DOWNGRADE',
      data: { version: fixture.etcd.version, written: newerBy(1) },
    });
  });

  it('that is gone is replaced by another', async () => {
    const own = await copyAs(fixture.etcd.version);
    await clusters.stop(id);
    await clusters.setEtcd(id, own);
    await rm(own);
    await expect(clusters.start(id)).rejects.toMatchObject({ code: 'ETCD_GONE' });
    await expect(clusters.setEtcd(id, own)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(nodeOf(clusters, id, 'n1').state.kind).toBe('failed');
    await clusters.setEtcd(id, fixture.binary);
    await clusters.start(id);
    await allNodes(clusters, id, 'up');
  });
});
