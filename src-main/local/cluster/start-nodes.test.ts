import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultTuning } from '@shared/contract/local';
import { closeLog, openLog } from '../node/log-file';
import { LocalNode } from '../node/node';
import type { ProcessTable } from '../process/process-table';
import type { NodeRecord } from '../record/record';
import { startNodes } from './start-nodes';

vi.mock('../node/log-file', async (original) => {
  const real = await original<{ openLog: typeof openLog; closeLog: typeof closeLog }>();
  return { ...real, openLog: vi.fn(real.openLog), closeLog: vi.fn(real.closeLog) };
});

let folder: string;
beforeEach(() => {
  vi.clearAllMocks();
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A table that fails when asked who has a data folder open. */
const broken: ProcessTable = {
  intervalMs: 10,
  list: () => Promise.reject(new TypeError('a bug')),
  look: () => Promise.resolve(new Map()),
};

function node(name: string): LocalNode {
  const record: NodeRecord = { name, clientPort: 1, peerPort: 2, fate: { kind: 'stopped' }, logOffset: 0 };
  const nothing = () => undefined;
  const events = { changed: nothing, recordChanged: nothing, ended: nothing };
  return new LocalNode(record, { clusterFolder: folder, electionMs: 1000, table: broken, events });
}

/** A node with data, so that a start asks the table. */
function nodeWithData(name: string): LocalNode {
  const made = node(name);
  mkdirSync(join(made.dataFolder, 'member', 'snap'), { recursive: true });
  writeFileSync(join(made.dataFolder, 'member', 'snap', 'db'), '');
  return made;
}

function start(nodes: readonly LocalNode[], save = () => Promise.resolve()): Promise<unknown> {
  const etcd = { path: '/none/etcd', version: '3.6.14', executable: '/none/etcd' };
  return startNodes(nodes, {
    record: () => ({
      id: 'ab',
      name: 'demo',
      createdAt: '',
      etcd,
      tuning: defaultTuning,
      keepRunning: false,
      nodes: nodes.map(({ record }) => record),
    }),
    save,
    table: broken,
    closing: () => false,
    reserved: null,
  });
}

/** No node counts as running, and no log stays open. */
function expectNothingHalfDone(nodes: readonly LocalNode[]): void {
  for (const each of nodes) {
    expect(each.record.fate).toEqual({ kind: 'stopped' });
    expect(each.snapshot(false).state.kind).toBe('failed');
  }
  expect(vi.mocked(openLog).mock.calls.length).toBeGreaterThan(0);
  expect(vi.mocked(closeLog)).toHaveBeenCalledTimes(vi.mocked(openLog).mock.calls.length);
}

describe('a start that meets a bug throws it, and leaves no node half started', () => {
  it('when the bug is in what is looked at before', async () => {
    const nodes = [node('n1'), nodeWithData('n2'), node('n3')];
    const save = vi.fn(() => Promise.resolve());
    await expect(start(nodes, save)).rejects.toThrow('a bug');
    expect(save).not.toHaveBeenCalled();
    expectNothingHalfDone(nodes);
  });

  it('when the bug is in how the record is written', async () => {
    const nodes = [node('n1'), node('n2')];
    await expect(start(nodes, () => Promise.reject(new TypeError('another bug')))).rejects.toThrow(
      'another bug',
    );
    expectNothingHalfDone(nodes);
  });
});

it('a start whose binary is gone fails each node with what is missing', async () => {
  const nodes = [node('n1'), node('n2')];
  const gone = { code: 'ETCD_GONE', data: { version: '3.6.14', path: '/none/etcd' } };
  expect(await start(nodes)).toMatchObject([gone, gone]);
  expectNothingHalfDone(nodes);
});
