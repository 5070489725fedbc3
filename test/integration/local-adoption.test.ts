import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cluster } from '../../src-shared/contract/local';
import { bundleEngine, EngineProcess } from '../support/engine-process';
import { etcdFolders, isLast } from '../support/etcd/etcd';
import {
  allNodes,
  clusterOf,
  leader,
  LocalFixture,
  nodeOf,
  nodeState,
  pidOf,
} from '../support/local-clusters';
import { until } from '../support/until';

let bundle: Awaited<ReturnType<typeof bundleEngine>>;
beforeAll(async () => {
  bundle = await bundleEngine();
});
afterAll(() => bundle.dispose());

describe.each(etcdFolders())('after the app was killed, with etcd $version, the next app', (etcd) => {
  let fixture: LocalFixture;
  let engine: EngineProcess;
  beforeEach(async () => {
    fixture = await LocalFixture.make(etcd);
    engine = EngineProcess.start(bundle.file, fixture);
  });
  afterEach(async () => {
    await engine.crash();
    await fixture.close();
    // The next engine adopts what a killed one left, and ends it.
    await fixture.open();
    await fixture.dispose();
  });

  async function serving(): Promise<Cluster> {
    const { clusters } = await engine.state('three nodes up', (state) =>
      Boolean(state.clusters[0]?.nodes.every((node) => node.state.kind === 'up')),
    );
    const [cluster] = clusters;
    if (!cluster) throw new Error('No cluster');
    return cluster;
  }

  it('has the same processes, the same data, and full power over them', async () => {
    const before = await serving();
    const pids = before.nodes.map(pidOf);
    await fixture.etcdctl(before, 'put', 'written', 'before');
    await engine.crash();

    const clusters = await fixture.open();
    const after = clusterOf(clusters, before.id);
    expect(after.nodes.map(pidOf)).toEqual(pids);
    await allNodes(clusters, before.id, 'up');
    expect(await fixture.etcdctl(clusterOf(clusters, before.id), 'get', 'written')).toBe('written\nbefore\n');
    const first = await leader(clusters, before.id);
    await until('the story before is known', () => {
      return clusterOf(clusters, before.id).leaderChange?.leader === first;
    });

    await clusters.killNode(before.id, first);
    expect(nodeOf(clusters, before.id, first).state).toMatchObject({ kind: 'crashed', byUs: true });
    await leader(clusters, before.id, first);
    await clusters.restartNode(before.id, first);
    await nodeState(clusters, before.id, first, 'up');
    await clusters.close();
    expect(await fixture.processes()).toEqual([]);
  });

  // Both are about processes, whichever etcd they run.
  if (isLast(etcd)) {
    it('shows a paused node as paused, one that ended meanwhile as ended, and sees the end of one', async () => {
      const before = await serving();
      const [one, two, three] = before.nodes.map(pidOf);
      await engine.crash();
      process.kill(one ?? 0, 'SIGSTOP');
      process.kill(two ?? 0, 'SIGKILL');
      await until('the killed node is gone', async () => (await fixture.processes()).length === 2);

      const clusters = await fixture.open();
      expect(nodeOf(clusters, before.id, 'n1').state).toMatchObject({ kind: 'paused', pid: one });
      const ended = nodeOf(clusters, before.id, 'n2').state;
      expect(ended).toMatchObject({ kind: 'exited', how: 'missed', code: null, reason: null });
      expect(ended.kind === 'exited' && ended.tail.length > 0).toBe(true);
      process.kill(three ?? 0, 'SIGKILL');
      const watched = await nodeState(clusters, before.id, 'n3', 'exited');
      expect(watched).toMatchObject({ how: 'unseen', code: null, reason: null });
      await clusters.resumeNode(before.id, 'n1');
      await clusters.start(before.id);
      await allNodes(clusters, before.id, 'up');
    });

    it('neither adopts nor harms a namesake: another program with the very same arguments', async () => {
      const before = await serving();
      await engine.crash();
      const [node] = before.nodes;
      const [entry] = (await fixture.processes()).filter(({ pid }) => node && pid === pidOf(node));
      const given = entry?.command.kind === 'arguments' ? entry.command.all : [];
      process.kill(entry?.pid ?? 0, 'SIGKILL');
      const sleeper = join(fixture.folder, '.sleeper');
      await copyFile(process.execPath, sleeper);
      const script = 'setInterval(() => undefined, 1000)';
      const namesake = spawn(sleeper, ['-e', script, '--', ...given.slice(1)], { stdio: 'ignore' });
      try {
        await until('the namesake runs', async () =>
          (await fixture.processes()).some(({ pid }) => pid === namesake.pid),
        );
        const clusters = await fixture.open();
        expect(nodeOf(clusters, before.id, 'n1').state).toMatchObject({ kind: 'exited', code: null });
        await clusters.close();
        expect((await fixture.processes()).map(({ pid }) => pid)).toEqual([namesake.pid]);
      } finally {
        namesake.kill('SIGKILL');
        await once(namesake, 'exit');
      }
    });
  }
});
