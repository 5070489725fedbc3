import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultTuning } from '@shared/contract/local';
import { silentLog } from '../../base/log';
import { LocalCluster } from '../cluster/cluster';
import type { ProcessEntry } from '../process/process-entry';
import type { ProcessTable } from '../process/process-table';

let folder: string;
let child: ChildProcess;
let entry: ProcessEntry;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-stop-'));
  child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  entry = {
    pid: child.pid ?? 0,
    startTime: '1',
    startedAt: '2026-11-23T17:00:00.000Z',
    state: 'running',
    executable: process.execPath,
    command: { kind: 'arguments', all: ['etcd', '--name=n1', `--data-dir=${join(folder, 'n1', 'data')}`] },
  };
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true });
});

/** A cluster of one node whose process never leaves the system's table, as if a disk held it. */
function clusterThatStays(): LocalCluster {
  const table: ProcessTable = {
    intervalMs: 10,
    list: () => Promise.resolve([entry]),
    look: () => Promise.resolve(new Map([[entry.pid, entry]])),
  };
  const cluster = new LocalCluster(
    {
      id: 'ab',
      name: 'demo',
      createdAt: entry.startedAt,
      etcd: { path: process.execPath, version: '3.6.14', executable: process.execPath },
      tuning: defaultTuning,
      keepRunning: false,
      nodes: [{ name: 'n1', clientPort: 1, peerPort: 2, fate: { kind: 'running' }, logOffset: 0 }],
    },
    {
      folder,
      write: () => Promise.resolve(),
      resolve: (path) => Promise.resolve({ path, version: '3.6.14', executable: path }),
      reserved: () => new Map(),
      closing: () => false,
      table,
      refreshMs: () => 60_000,
      log: silentLog,
    },
  );
  cluster.adopt([entry]);
  return cluster;
}

it('a node whose process outlives SIGKILL is shown as living, and its data is not deleted', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const cluster = clusterThatStays();
  const remove = vi.fn(() => Promise.resolve());
  const failed = expect(cluster.delete(remove)).rejects.toMatchObject({
    code: 'NODE_NOT_ENDED',
    data: { node: 'n1', pid: entry.pid },
  });
  await vi.advanceTimersByTimeAsync(15_000);
  await failed;
  expect(remove).not.toHaveBeenCalled();
  const { busy, nodes } = cluster.state.value;
  expect(busy).toBeNull();
  expect(nodes[0]?.state).toMatchObject({ kind: 'starting', pid: entry.pid });
  expect(cluster.record.nodes[0]?.fate).toEqual({ kind: 'running' });
  await cluster.dispose();
});

it('a node that may not be signalled is not shown as stopping for ever', async () => {
  const cluster = clusterThatStays();
  const refused = Object.assign(new Error('not permitted'), { code: 'EPERM' });
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw refused;
  });
  await expect(cluster.stop()).rejects.toBe(refused);
  expect(cluster.state.value.nodes[0]?.state.kind).toBe('starting');
  await cluster.dispose();
});

it('an app that closes does not fail for a node that does not end', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const cluster = clusterThatStays();
  const closed = cluster.close();
  await vi.advanceTimersByTimeAsync(15_000);
  await closed;
  expect(cluster.disposed).toBe(true);
  expect(cluster.record.nodes[0]?.fate).toEqual({ kind: 'running' });
});
