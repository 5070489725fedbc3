import { once } from 'node:events';
import { copyFile, mkdir, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultTuning } from '../../src-shared/contract/local';
import { silentLog } from '../../src-main/base/log';
import { getKey, put } from '../../src-main/etcd/calls/kv';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { LocalClients } from '../../src-main/local/local-clients';
import type { LocalClusters } from '../../src-main/local/local-clusters';
import { etcdFolders, startCluster } from '../support/etcd/etcd';
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
import { TcpProxy } from '../support/tcp-proxy';
import { until } from '../support/until';

/** Starts a cluster of one and stops it again, which leaves unused data. */
async function stoppedCluster(clusters: LocalClusters): Promise<{ id: string; data: string }> {
  const id = await clusters.create(plan(1));
  await allNodes(clusters, id, 'up');
  await clusters.stop(id);
  return { id, data: join(nodeOf(clusters, id, 'n1').folder, 'data') };
}

describe.each(etcdFolders())('what goes wrong with a node of etcd $version is said', (etcd) => {
  let fixture: LocalFixture;
  let clusters: LocalClusters;
  beforeEach(async () => {
    fixture = await LocalFixture.make(etcd);
    clusters = await fixture.open();
  });
  afterEach(() => fixture.dispose());

  /** The node has ended for that reason, with its log, and has no process. */
  async function expectExit(id: string, trouble: string): Promise<string> {
    const state = await nodeState(clusters, id, 'n1', 'exited');
    expect(state).toMatchObject({ how: 'itself', reason: { trouble } });
    expect(state.tail.length).toBeGreaterThan(0);
    expect(await fixture.processes()).toEqual([]);
    return state.reason?.detail ?? '';
  }

  it('when its database is corrupt', async () => {
    const { id, data } = await stoppedCluster(clusters);
    await writeFile(join(data, 'member', 'snap', 'db'), 'this is no database');
    await clusters.start(id);
    expect(await expectExit(id, 'data-corrupt')).toContain('invalid database');
  });

  it('when its write-ahead log is gone bad', async () => {
    const { id, data } = await stoppedCluster(clusters);
    const wal = join(data, 'member', 'wal');
    for (const file of await readdir(wal)) await truncate(join(wal, file), 0);
    await clusters.start(id);
    await expectExit(id, 'data-corrupt');
  });

  it('when the disk is full', async () => {
    const { id, data } = await stoppedCluster(clusters);
    await rm(join(data, 'member'), { recursive: true });
    await mkdir(join(data, 'member', 'snap'), { recursive: true });
    // Every write to this file fails as on a full disk.
    await symlink('/dev/full', join(data, 'member', 'snap', 'db'));
    await clusters.start(id);
    expect(await expectExit(id, 'disk-full')).toContain('no space left on device');
  });

  it('when a flag is none that it knows', async () => {
    const id = await clusters.create(
      plan(1, { tuning: { ...defaultTuning, extraFlags: ['--no-such-flag=1'] } }),
    );
    expect(await expectExit(id, 'flag-unknown')).toContain('no-such-flag');
  });

  it('when another etcd has its data open: at once, and nothing is started', async () => {
    const { id, data } = await stoppedCluster(clusters);
    await clusters.start(id);
    await allNodes(clusters, id, 'up');
    const pid = pidOf(nodeOf(clusters, id, 'n1'));
    const other = await LocalFixture.make(etcd);
    try {
      const others = await other.open();
      const { id: foreign, data: foreignData } = await stoppedCluster(others);
      await rm(foreignData, { recursive: true });
      await symlink(data, foreignData);
      await expect(others.start(foreign)).rejects.toMatchObject({ code: 'NODE_DATA_IN_USE', data: { pid } });
      expect(nodeOf(others, foreign, 'n1').state).toMatchObject({
        kind: 'failed',
        failure: { code: 'NODE_DATA_IN_USE' },
      });
      expect(await other.processes()).toEqual([]);
    } finally {
      await other.dispose();
    }
    expect(pidOf(nodeOf(clusters, id, 'n1'))).toBe(pid);
  });

  it('when its port was taken while it was stopped', async () => {
    const { id } = await stoppedCluster(clusters);
    const { peerPort } = nodeOf(clusters, id, 'n1');
    const server = createServer().listen(peerPort, '127.0.0.1');
    await once(server, 'listening');
    try {
      const taken = {
        code: 'NODE_PORT_TAKEN',
        data: { node: 'n1', port: peerPort, by: null, pid: process.pid },
      };
      await expect(clusters.start(id)).rejects.toMatchObject(taken);
      expect(nodeOf(clusters, id, 'n1').state).toMatchObject({ kind: 'failed', failure: taken });
      expect(await fixture.processes()).toEqual([]);
    } finally {
      server.close();
    }
    await clusters.start(id);
    await allNodes(clusters, id, 'up');
  });

  it('when its port was taken by another etcd, which gets nothing that is meant for the cluster', async () => {
    const other = await startCluster({ folder: etcd.folder, size: 1 });
    const id = await clusters.create(plan(3));
    await allNodes(clusters, id, 'up');
    const clients = new LocalClients(clusters.state, (cluster) => clusters.observer(cluster), silentLog);
    const client = clients.client(id);
    const write = () => put(client, { key: Uint8Array.of(1), value: Uint8Array.of(2) });
    await write();
    await clusters.stopNode(id, 'n1');
    const { clientPort } = nodeOf(clusters, id, 'n1');
    const proxy = await TcpProxy.open(Number(new URL(other.endpoints[0] ?? '').port), clientPort);
    try {
      await expect(clusters.startNode(id, 'n1')).rejects.toMatchObject({ code: 'NODE_PORT_TAKEN' });
      await client.check();
      for (let times = 0; times < 10; times++) await write();
      expect(client.lineage.clusters.value).toBeNull();
      const theirs = new EtcdClient({ endpoints: other.endpoints, log: silentLog });
      expect(await getKey(theirs, Uint8Array.of(1))).toBeNull();
      theirs.dispose();
      await clusters.stop(id);
      await expect(write()).rejects.toMatchObject({ code: 'NO_ENDPOINT', data: { endpoints: [] } });
    } finally {
      await proxy.dispose();
      await clients.dispose();
      await other.dispose();
    }
  });

  it('when its member was removed from the cluster', async () => {
    const id = await clusters.create(plan(3));
    await allNodes(clusters, id, 'up');
    const removed = clusterOf(clusters, id).nodes.find(({ name }) => name !== 'n1')?.name ?? '';
    await leader(clusters, id);
    const rows = clusters.observer(id).state.value.rows;
    const memberId = rows.find(({ name }) => name === removed)?.status?.memberId ?? '';
    // etcd refuses until all members have been connected for five seconds. A failed call may have removed it
    // all the same.
    await until('the member is removed', () =>
      fixture
        .etcdctl(clusterOf(clusters, id), 'member', 'remove', memberId)
        .catch((error: unknown) => /member not found/.exec(String(error))?.[0]),
    );
    const state = await nodeState(clusters, id, removed, 'exited');
    expect(state.reason?.trouble).toBe('removed-from-cluster');
  });
});

describe('what keeps a cluster from being made or started', () => {
  let fixture: LocalFixture;
  beforeEach(async () => {
    const [etcd] = etcdFolders();
    if (!etcd) throw new Error('No etcd');
    fixture = await LocalFixture.make(etcd);
  });
  afterEach(() => fixture.dispose());

  it('is refused before anything is made: short elections, flags of ours, taken ports and names', async () => {
    const clusters = await fixture.open();
    const tuned = (changes: Partial<typeof defaultTuning>) =>
      clusters.create(plan(1, { tuning: { ...defaultTuning, ...changes } }));
    await expect(tuned({ heartbeatMs: 100, electionMs: 499 })).rejects.toMatchObject({
      code: 'ELECTION_TIMEOUT_TOO_SHORT',
      data: { minimumMs: 500 },
    });
    await expect(tuned({ extraFlags: ['--data-dir=/elsewhere'] })).rejects.toMatchObject({
      code: 'FLAG_REFUSED',
      data: { reason: 'set-by-app' },
    });
    expect(await readdir(fixture.folder)).toEqual([]);
    const id = await clusters.create(plan(1));
    const { clientPort } = nodeOf(clusters, id, 'n1');
    await expect(clusters.create(plan(1))).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    await expect(clusters.create(plan(1, { name: 'b', firstPort: clientPort }))).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      data: { port: clientPort, by: 'local' },
    });
    expect(await readdir(fixture.folder)).toEqual([id]);
  });

  it('leaves nothing behind when the binary is gone', async () => {
    const clusters = await fixture.open(join(fixture.folder, 'no-etcd-here'));
    await expect(clusters.create(plan(3))).rejects.toMatchObject({ code: 'ETCD_MISSING' });
    expect(clusters.state.value.clusters).toEqual([]);
    expect(await readdir(fixture.folder)).toEqual([]);
  });

  it('leaves nothing behind when the file may not be run', async () => {
    const file = join(fixture.folder, '.not-etcd');
    await writeFile(file, 'no program', { mode: 0o644 });
    const clusters = await fixture.open(file);
    await expect(clusters.create(plan(1))).rejects.toMatchObject({ code: 'ETCD_UNUSABLE' });
    expect(await readdir(fixture.folder)).toEqual(['.not-etcd']);
  });

  it('is a binary that was deleted since: the nodes say so, and start when it is back', async () => {
    const binary = join(fixture.folder, '.etcd-copy');
    await copyFile(fixture.binary, binary);
    const clusters = await fixture.open(binary);
    const { id } = await stoppedCluster(clusters);
    await rm(binary);
    const gone = { code: 'ETCD_GONE', data: { path: binary, version: fixture.etcd.version } };
    await expect(clusters.start(id)).rejects.toMatchObject(gone);
    expect(nodeOf(clusters, id, 'n1').state).toMatchObject({ kind: 'failed', failure: gone });
    const missing = { code: 'NOT_FOUND', data: { what: 'etcd', name: binary } };
    await expect(clusters.duplicate(id, 'copy')).rejects.toMatchObject(missing);
    await copyFile(fixture.binary, binary);
    await clusters.startNode(id, 'n1');
    await allNodes(clusters, id, 'up');
  });

  it('is a record that cannot be read: it is listed, and left as it is', async () => {
    const folder = join(fixture.folder, 'abcd');
    await mkdir(folder);
    await writeFile(join(folder, 'cluster.json'), '{"version":1');
    const clusters = await fixture.open();
    expect(clusters.state.value.unreadable).toMatchObject([
      { folder, problem: { kind: 'damaged', field: '' } },
    ]);
    expect(await readdir(folder)).toEqual(['cluster.json']);
  });
});
