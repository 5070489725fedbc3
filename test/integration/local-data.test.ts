import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultTuning } from '../../src-shared/contract/local';
import type { LocalClusters } from '../../src-main/local/local-clusters';
import { etcdFolders } from '../support/etcd/etcd';
import {
  allNodes,
  clusterOf,
  leader,
  LocalFixture,
  nodeOf,
  nodeState,
  plan,
} from '../support/local-clusters';

describe.each(etcdFolders())('the data of a node, with etcd $version,', (etcd) => {
  let fixture: LocalFixture;
  let clusters: LocalClusters;
  let id: string;
  beforeEach(async () => {
    fixture = await LocalFixture.make(etcd);
    clusters = await fixture.open();
    // A new leader would not know what a node had promised to the one before, so none must come of a slow machine.
    id = await clusters.create(plan(3, { tuning: { ...defaultTuning, electionMs: 4000 } }));
    await allNodes(clusters, id, 'up');
  });
  afterEach(() => fixture.dispose());

  const dataOf = (node: string) => join(nodeOf(clusters, id, node).folder, 'data');

  async function follower(): Promise<string> {
    const leads = await leader(clusters, id);
    return leads === 'n1' ? 'n2' : 'n1';
  }

  it('that is deleted while it runs is missed at once', async () => {
    const node = await follower();
    await rm(dataOf(node), { recursive: true });
    const { reason } = await nodeState(clusters, id, node, 'unhealthy');
    expect(reason.trouble).toBe('data-gone');
  });

  it('that is older than what it had promised is called that', async () => {
    const node = await follower();
    await clusters.stopNode(id, node);
    const copy = join(fixture.folder, '.older');
    await cp(dataOf(node), copy, { recursive: true });
    await clusters.startNode(id, node);
    await nodeState(clusters, id, node, 'up');
    for (const key of ['a', 'b', 'c']) await fixture.etcdctl(clusterOf(clusters, id), 'put', key, '1');
    await clusters.killNode(id, node);
    await rm(dataOf(node), { recursive: true });
    await rename(copy, dataOf(node));
    await clusters.startNode(id, node);
    const { reason } = await nodeState(clusters, id, node, 'exited');
    expect(reason?.trouble).toBe('data-older');
  });
});
