import { existsSync } from 'node:fs';
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultTuning } from '../../src-shared/contract/local';
import { etcdFolders } from '../support/etcd/etcd';
import {
  allNodes,
  clusterOf,
  leader,
  LocalFixture,
  nodeOf,
  nodeState,
  pidOf,
  plan,
} from '../support/local-clusters';
import { until } from '../support/until';

describe.each(etcdFolders())('a local cluster of etcd $version', (etcd) => {
  let fixture: LocalFixture;
  beforeEach(async () => {
    fixture = await LocalFixture.make(etcd);
  });
  afterEach(() => fixture.dispose());

  it('loses its leader to a kill, elects another, and the killed node catches up', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(3));
    await allNodes(clusters, id, 'up');
    const first = await leader(clusters, id);
    await until('the story of its election', () => clusterOf(clusters, id).leaderChange?.leader === first);

    await clusters.killNode(id, first);
    expect(nodeOf(clusters, id, first).state).toMatchObject({
      kind: 'crashed',
      signal: 'SIGKILL',
      byUs: true,
    });
    const second = await leader(clusters, id, first);
    const change = await until('the story of the change', () => {
      const told = clusterOf(clusters, id).leaderChange;
      return told?.leader === second && told;
    });
    expect(change.lost).toMatchObject({ node: first, how: 'killed' });
    expect(change.electedAt > (change.lost?.at ?? '')).toBe(true);

    await fixture.etcdctl(clusterOf(clusters, id), 'put', 'while', 'away');
    await clusters.startNode(id, first);
    await nodeState(clusters, id, first, 'up');
    await until('all members are at the same revision', () => {
      const rows = clusters.observer(id).state.value.rows;
      return new Set(rows.map(({ status }) => status?.revision)).size === 1;
    });
  });

  it('is stopped with all its processes, and starts again with its data', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await fixture.etcdctl(clusterOf(clusters, id), 'put', 'kept', 'yes');
    await clusters.stop(id);
    expect(nodeOf(clusters, id, 'n1').state).toEqual({ kind: 'stopped' });
    expect(await fixture.processes()).toEqual([]);
    await clusters.start(id);
    await allNodes(clusters, id, 'up');
    expect(await fixture.etcdctl(clusterOf(clusters, id), 'get', 'kept')).toBe('kept\nyes\n');
  });

  it('takes every setting of the form', async () => {
    const clusters = await fixture.open();
    const tuning = {
      ...defaultTuning,
      heartbeatMs: 50,
      electionMs: 600,
      quotaBytes: 64 * 1024 * 1024,
      snapshotCount: 1000,
      autoCompaction: { mode: 'periodic' as const, retention: '10m' },
      extraFlags: ['--max-txn-ops=200'],
    };
    const id = await clusters.create(plan(1, { tuning }));
    await allNodes(clusters, id, 'up');
    const [entry] = await fixture.processes();
    const given = entry?.command.kind === 'arguments' ? entry.command.all : [];
    expect(given).toContain('--auto-compaction-retention=10m');
    expect(given.at(-1)).toBe('--max-txn-ops=200');
  });
});

describe('local clusters', () => {
  let fixture: LocalFixture;
  beforeEach(async () => {
    const [etcd] = etcdFolders();
    if (!etcd) throw new Error('No etcd');
    fixture = await LocalFixture.make(etcd);
  });
  afterEach(() => fixture.dispose());

  it('are stopped when the app closes, and are shown stopped by the next', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(3));
    await allNodes(clusters, id, 'up');
    await clusters.close();
    expect(await fixture.processes()).toEqual([]);
    const next = await fixture.open();
    expect(clusterOf(next, id).nodes.map(({ state }) => state)).toEqual([
      { kind: 'stopped' },
      { kind: 'stopped' },
      { kind: 'stopped' },
    ]);
  });

  it('end when the app closes even while paused', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await clusters.pauseNode(id, 'n1');
    await clusters.close();
    expect(await fixture.processes()).toEqual([]);
  });

  it('that are to be kept live on when the app closes, and the next app has them', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await clusters.setKeepRunning(id, true);
    const pid = pidOf(nodeOf(clusters, id, 'n1'));
    await clusters.close();
    expect((await fixture.processes()).map((entry) => entry.pid)).toEqual([pid]);
    const next = await fixture.open();
    expect(await nodeState(next, id, 'n1', 'up')).toMatchObject({ pid });
    expect(clusterOf(next, id).keepRunning).toBe(true);
    await next.setKeepRunning(id, false);
  });

  it('live on and are found also when their etcd is a script that becomes another program', async () => {
    const script = join(fixture.folder, '.etcd-script');
    await writeFile(script, `#!/bin/sh\nexec "${fixture.binary}" "$@"\n`, { mode: 0o755 });
    const clusters = await fixture.open(script);
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    const pid = pidOf(nodeOf(clusters, id, 'n1'));
    const record = join(clusterOf(clusters, id).folder, 'cluster.json');
    const program = await realpath(fixture.binary);
    await until('the program is kept', async () => (await readFile(record, 'utf8')).includes(program));
    await clusters.setKeepRunning(id, true);
    await clusters.close();
    const next = await fixture.open(script);
    expect(await nodeState(next, id, 'n1', 'up')).toMatchObject({ pid });
    await next.stopNode(id, 'n1');
    expect(await fixture.processes()).toEqual([]);
    await next.setKeepRunning(id, false);
  });

  it('are paused and resumed, by us and by others', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await clusters.pauseNode(id, 'n1');
    await nodeState(clusters, id, 'n1', 'paused');
    const paused = nodeOf(clusters, id, 'n1');
    await clusters.resumeNode(id, 'n1');
    await nodeState(clusters, id, 'n1', 'up');
    process.kill(pidOf(paused), 'SIGSTOP');
    await nodeState(clusters, id, 'n1', 'paused');
    process.kill(pidOf(paused), 'SIGCONT');
    await nodeState(clusters, id, 'n1', 'up');
  });

  it('tell a kill by others from one of ours', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    process.kill(pidOf(nodeOf(clusters, id, 'n1')), 'SIGKILL');
    const state = await nodeState(clusters, id, 'n1', 'crashed');
    expect(state).toMatchObject({ signal: 'SIGKILL', byUs: false });
    expect(state.tail.length).toBeGreaterThan(3);
  });

  it('without a majority are unhealthy and say that there is no leader', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(3));
    await allNodes(clusters, id, 'up');
    await Promise.all([clusters.killNode(id, 'n1'), clusters.killNode(id, 'n2')]);
    const state = await nodeState(clusters, id, 'n3', 'unhealthy');
    expect(['no-leader', 'no-answer']).toContain(state.reason.trouble);
    await until('it says that there is no leader', () => {
      const now = nodeOf(clusters, id, 'n3').state;
      return now.kind === 'unhealthy' && now.reason.trouble === 'no-leader';
    });
    await clusters.start(id);
    await allNodes(clusters, id, 'up');
  });

  it('say what a leader was lost by: a pause, and a stop that hands over', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(3));
    await allNodes(clusters, id, 'up');
    const first = await leader(clusters, id);
    await clusters.stopNode(id, first);
    const second = await leader(clusters, id, first);
    await until('the stop is told', () => {
      const change = clusterOf(clusters, id).leaderChange;
      return change?.leader === second && change.lost?.node === first && change.lost.how === 'stopped';
    });
    await clusters.startNode(id, first);
    await nodeState(clusters, id, first, 'up');
    await clusters.pauseNode(id, second);
    const third = await leader(clusters, id, second);
    await until('the pause is told', () => {
      const change = clusterOf(clusters, id).leaderChange;
      return change?.leader === third && change.lost?.node === second && change.lost.how === 'paused';
    });
  });

  it('refuse a second action while one is under way', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    const stopping = clusters.stop(id);
    await expect(clusters.start(id)).rejects.toMatchObject({ code: 'BUSY' });
    await expect(clusters.restartNode(id, 'n1')).rejects.toMatchObject({ code: 'BUSY' });
    await stopping;
    await expect(clusters.killNode(id, 'n1')).rejects.toMatchObject({ code: 'NODE_NOT_RUNNING' });
  });

  it('have a node killed that is busy: the stop that takes too long is over, and a restart goes on', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    const stopping = clusters.stop(id);
    await clusters.killNode(id, 'n1');
    await stopping;
    expect(nodeOf(clusters, id, 'n1').state).toMatchObject({ kind: 'crashed', byUs: true });

    await clusters.start(id);
    await allNodes(clusters, id, 'up');
    const pid = pidOf(nodeOf(clusters, id, 'n1'));
    const restarting = clusters.restartNode(id, 'n1');
    await clusters.killNode(id, 'n1');
    await restarting;
    await allNodes(clusters, id, 'up');
    expect(pidOf(nodeOf(clusters, id, 'n1'))).not.toBe(pid);
  });

  it('are renamed, duplicated without data, and deleted only by their name', async () => {
    const clusters = await fixture.open();
    const id = await clusters.create(plan(1));
    await allNodes(clusters, id, 'up');
    await fixture.etcdctl(clusterOf(clusters, id), 'put', 'mine', '1');
    await expect(clusters.duplicate(id, 'Local')).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    await clusters.rename(id, 'first');
    const copy = await clusters.duplicate(id, 'second');
    await allNodes(clusters, copy, 'up');
    expect(await fixture.etcdctl(clusterOf(clusters, copy), 'get', 'mine')).toBe('');
    expect(fixture.users.value.get(fixture.binary)).toEqual(['first', 'second']);
    const { folder } = clusterOf(clusters, id);
    await expect(clusters.remove(id, 'local')).rejects.toMatchObject({ code: 'NAME_MISMATCH' });
    await clusters.remove(id, 'first');
    expect(existsSync(folder)).toBe(false);
    expect(clusters.state.value.clusters.map(({ name }) => name)).toEqual(['second']);
    expect(fixture.users.value.get(fixture.binary)).toEqual(['second']);
  });

  it('made at once get ports of their own', async () => {
    const clusters = await fixture.open();
    const ids = await Promise.all(['a', 'b'].map((name) => clusters.create(plan(3, { name }))));
    const ports = ids.flatMap((id) =>
      clusterOf(clusters, id).nodes.flatMap(({ clientPort, peerPort }) => [clientPort, peerPort]),
    );
    expect(new Set(ports).size).toBe(12);
    for (const id of ids) await allNodes(clusters, id, 'up');
  });

  it('suggest a free name and free ports', async () => {
    const clusters = await fixture.open();
    const before = await clusters.suggest(3);
    expect(before.name).toBe('local');
    const id = await clusters.create(plan(3));
    expect(clusterOf(clusters, id).nodes[0]?.clientPort).toBe(before.firstPort);
    const after = await clusters.suggest(1);
    expect(after.name).toBe('local-2');
    expect(after.firstPort).toBeGreaterThanOrEqual((before.firstPort ?? 0) + 6);
  });
});
