import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProcessEntry } from '../process/process-entry';
import { LocalNode } from './node';

const folder = '/nowhere/ab';
const dataFolder = join(folder, 'n1', 'data');
const entry: ProcessEntry = {
  pid: 4242,
  startTime: '1',
  startedAt: '2026-11-23T17:00:00.000Z',
  state: 'running',
  executable: '/opt/etcd',
  command: { kind: 'arguments', all: ['/opt/etcd', '--name=n1', `--data-dir=${dataFolder}`] },
};

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.parse(entry.startedAt) }));
afterEach(() => vi.useRealTimers());

/** A node whose process has just begun and whose member does not answer. */
function begun() {
  const none = () => undefined;
  const node = new LocalNode(
    { name: 'n1', clientPort: 1, peerPort: 2, fate: { kind: 'running' }, logOffset: 0 },
    {
      clusterFolder: folder,
      electionMs: 1000,
      table: {
        intervalMs: 1000,
        list: () => Promise.resolve([entry]),
        look: () => Promise.resolve(new Map([[entry.pid, entry]])),
      },
      events: { changed: none, recordChanged: none, ended: none },
    },
  );
  node.adopt(entry, { name: 'n1', dataFolder, path: '/opt/etcd', executable: '/opt/etcd', runs: null });
  const kind = () => {
    node.observe(undefined, false);
    return node.snapshot(false).state.kind;
  };
  return { kind, setClock: (hours: number) => vi.setSystemTime(Date.now() + hours * 3_600_000) };
}

it('a node that does not serve has had its time to start, although the clock was set back', () => {
  const { kind, setClock } = begun();
  expect(kind()).toBe('starting');
  setClock(-1);
  vi.advanceTimersByTime(600_000);
  expect(kind()).toBe('unhealthy');
});

it('a node still has its time to start when the clock was put forward', () => {
  const { kind, setClock } = begun();
  setClock(1);
  expect(kind()).toBe('starting');
});
