import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProcessEntry } from '../process/process-entry';
import { UnreadableCluster } from './unreadable-cluster';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-unreadable-'));
  mkdirSync(join(folder, 'n1'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const table = { intervalMs: 10, list: () => Promise.resolve([]), look: () => Promise.resolve(new Map()) };

function entry(all: readonly string[], part: Partial<ProcessEntry> = {}): ProcessEntry {
  const command = { kind: 'arguments', all: ['/usr/bin/etcd', ...all] } as const;
  return {
    pid: 7,
    startTime: '1',
    startedAt: '',
    state: 'running',
    executable: '/opt/etcd',
    command,
    ...part,
  };
}

function own(): string[] {
  return [
    '--name=n1',
    `--data-dir=${join(folder, 'n1', 'data')}`,
    `--initial-cluster-token=quorate-${basename(folder)}`,
  ];
}

function pidsOf(...processes: readonly ProcessEntry[]): readonly number[] {
  const record = { folder, problem: { kind: 'missing' }, keepRunning: false } as const;
  return new UnreadableCluster(record, processes, { table, changed: () => undefined }).state.nodes.map(
    ({ pid }) => pid,
  );
}

it('has the processes that name it and a folder of it', () => {
  expect(pidsOf(entry(own()))).toEqual([7]);
  const line = { kind: 'line', line: `/opt/my etcd ${own().join(' ')} --x` } as const;
  expect(pidsOf(entry([], { command: line, executable: null }))).toEqual([7]);
});

it('has no process that somebody else may have started', () => {
  const [name = '', data = '', token = ''] = own();
  expect(pidsOf(entry([name, data]))).toEqual([]);
  expect(pidsOf(entry([name, data, `${token}0`]))).toEqual([]);
  expect(pidsOf(entry([name, `${data}2`, token]))).toEqual([]);
  expect(pidsOf(entry(['--name=n2', data, token]))).toEqual([]);
  expect(pidsOf(entry(own(), { state: 'ended' }))).toEqual([]);
});
