import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { folderHolder } from '../../src-main/local/process/folder-holder';
import { etcdFolders } from '../support/etcd/etcd';
import { allNodes, LocalFixture, nodeOf, nodeState, pidOf, plan } from '../support/local-clusters';

// The check before the start finds nobody, as when the other process starts at the same instant.
vi.mock('../../src-main/local/process/folder-holder', async (original) => {
  const real = await original<{ folderHolder: typeof folderHolder }>();
  return { ...real, folderHolder: vi.fn(real.folderHolder) };
});

let fixture: LocalFixture;
let other: LocalFixture;
beforeEach(async () => {
  const [etcd] = etcdFolders();
  if (!etcd) throw new Error('No etcd');
  fixture = await LocalFixture.make(etcd);
  other = await LocalFixture.make(etcd);
});
afterEach(async () => {
  await fixture.dispose();
  await other.dispose();
});

it('a node that waits for data which another etcd has open is ended, and says who has it', async () => {
  const clusters = await fixture.open();
  const id = await clusters.create(plan(1));
  await allNodes(clusters, id, 'up');
  const { folder } = nodeOf(clusters, id, 'n1');
  const pid = pidOf(nodeOf(clusters, id, 'n1'));

  const others = await other.open();
  const waiting = await others.create(plan(1));
  await allNodes(others, waiting, 'up');
  await others.stop(waiting);
  const waitingData = join(nodeOf(others, waiting, 'n1').folder, 'data');
  await rm(waitingData, { recursive: true });
  await symlink(join(folder, 'data'), waitingData);
  vi.mocked(folderHolder).mockResolvedValueOnce(null);
  await others.start(waiting);
  const state = await nodeState(others, waiting, 'n1', 'exited');
  expect(state).toMatchObject({ how: 'given-up', reason: { trouble: 'data-folder-in-use' } });
  expect(state.reason?.detail).toContain(String(pid));
  expect(await other.processes()).toEqual([]);
  expect(pidOf(nodeOf(clusters, id, 'n1'))).toBe(pid);
});
