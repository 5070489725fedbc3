import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { NodeProcess } from './node-process';
import type { ProcessEntry } from './process-entry';
import type { ProcessTable } from './process-table';

const identity = {
  name: 'n1',
  dataFolder: '/d/data',
  path: process.execPath,
  executable: process.execPath,
  runs: null,
};
const bystander = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
afterEach(async () => {
  if (bystander.signalCode !== null) return;
  bystander.kill('SIGKILL');
  await once(bystander, 'exit');
});

const entry: ProcessEntry = {
  pid: bystander.pid ?? 0,
  startTime: '1',
  startedAt: '2026-11-23T17:00:00.000Z',
  state: 'running',
  executable: process.execPath,
  command: { kind: 'arguments', all: ['etcd', '--name=n1', '--data-dir=/d/data'] },
};

it('a pid that went to another process is never signalled, and counts as the end', async () => {
  for (const now of [
    { ...entry, startTime: '2' },
    { ...entry, executable: '/bin/other' },
    { ...entry, command: { kind: 'arguments' as const, all: ['etcd', '--name=n2', '--data-dir=/d/data'] } },
    { ...entry, state: 'ended' as const },
    undefined,
  ]) {
    const table: ProcessTable = {
      intervalMs: 10,
      list: () => Promise.resolve([]),
      look: () => Promise.resolve(new Map(now ? [[now.pid, now]] : [])),
    };
    const adopted = NodeProcess.adopt(entry, identity, table);
    expect(await adopted.signal('SIGKILL')).toBe(false);
    expect(await adopted.look()).toBe(true);
    expect(adopted.end).toEqual({ kind: 'unseen' });
  }
  expect(bystander.signalCode).toBeNull();
  expect(bystander.exitCode).toBeNull();
});
