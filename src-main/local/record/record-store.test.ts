import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultTuning } from '@shared/contract/local';
import { type ClusterRecord, type NodeRecord, recordFormat } from './record';
import { RecordStore } from './record-store';
import { Saver } from './saver';

function record(id: string): ClusterRecord {
  return {
    id,
    name: id,
    createdAt: '2026-11-23T17:00:00.000Z',
    etcd: { path: '/opt/etcd', version: '3.6.14', executable: '/opt/etcd' },
    tuning: defaultTuning,
    keepRunning: false,
    nodes: [{ name: 'n1', clientPort: 2379, peerPort: 2380, fate: { kind: 'running' }, logOffset: 7 }],
  };
}

const sample = (name: string) => readFile(join(__dirname, 'samples', name), 'utf8');

const { etcd } = record('ab');
const node = (name: string, port: number): NodeRecord => ({
  name,
  clientPort: port,
  peerPort: port + 1,
  fate: { kind: 'stopped' },
  logOffset: 0,
});
const nodes = (count: number) =>
  Array.from({ length: count }, (_, index) => node(`n${index + 1}`, 10_000 + 2 * index));
const changed = (change: Partial<ClusterRecord>) => recordFormat.text({ ...record('ab'), ...change });

describe('a record', () => {
  it('is read as it was written', () => {
    const text = recordFormat.text(record('ab'));
    expect(recordFormat.parse(text)).toEqual({ kind: 'read', content: record('ab') });
  });

  it.each([
    'cluster-v1-all-settings.json',
    'cluster-v1-exited.json',
    'cluster-v1-first-apps.json',
    'cluster-v1-script.json',
  ])('that an older app wrote loses nothing when it is read and written: %s', async (name) => {
    const before = JSON.parse(await sample(name)) as { version: number };
    const { version, ...content } = before;
    const read = recordFormat.parse(JSON.stringify(before));
    expect([version, read]).toEqual([1, { kind: 'read', content }]);
    expect(read.kind === 'read' && JSON.parse(recordFormat.text(read.content))).toEqual(before);
  });

  it('of nine nodes is read, and so is the version of a distribution, and a minor one for the data', () => {
    const largest = { ...record('ab'), nodes: nodes(9), dataVersion: '3.5' };
    const text = recordFormat.text({ ...largest, etcd: { ...etcd, version: '3.5.16+dfsg1' } });
    expect(recordFormat.parse(text)).toMatchObject({ kind: 'read' });
  });

  it('that a newer app wrote is told as that, with what it is and what is known', async () => {
    const newer = { kind: 'newer', version: 99, known: recordFormat.version };
    expect(recordFormat.parse(await sample('cluster-v99.json'))).toEqual(newer);
  });

  it.each([
    ['{', ''],
    ['{"version":1,"id":"ab"}', 'name'],
    [recordFormat.text({ ...record('ab'), nodes: [] }), 'nodes'],
    [recordFormat.text(record('ab')).replace('"n1"', '"../n1"'), 'nodes.0.name'],
    ['null', ''],
    [changed({ name: 'n'.repeat(61) }), 'name'],
    [changed({ createdAt: 'yesterday' }), 'createdAt'],
    [changed({ etcd: { ...etcd, version: '3.6.14\x1b[31m' } }), 'etcd.version'],
    [changed({ etcd: { ...etcd, version: `3.6.14+${'x'.repeat(60_000)}` } }), 'etcd.version'],
    [changed({ etcd: { ...etcd, version: '99999999999999999999.6.1' } }), 'etcd.version'],
    [changed({ dataVersion: 'none' }), 'dataVersion'],
    [changed({ tuning: { ...defaultTuning, extraFlags: ['--data-dir=/x'] } }), 'tuning.extraFlags.0'],
    [changed({ tuning: { ...defaultTuning, extraFlags: ['--pre-vote', 'x'] } }), 'tuning.extraFlags.1'],
    [
      changed({ tuning: { ...defaultTuning, extraFlags: [`--a=${'x'.repeat(9999)}`] } }),
      'tuning.extraFlags.0',
    ],
    [
      changed({ tuning: { ...defaultTuning, extraFlags: Array.from({ length: 101 }, () => '--a') } }),
      'tuning.extraFlags',
    ],
    [changed({ before: { etcd, extraFlags: ['--wal-dir=/x'] } }), 'before.extraFlags.0'],
    [changed({ nodes: nodes(10) }), 'nodes'],
    [changed({ nodes: nodes(500) }), 'nodes'],
    [changed({ nodes: [node('n1', 2379), node('n1', 2381)] }), 'nodes.1.name'],
    [changed({ nodes: [node('n1', 2379), node('n2', 2380)] }), 'nodes.1.clientPort'],
    [changed({ nodes: [{ ...node('n1', 2379), peerPort: 2379 }] }), 'nodes.0.peerPort'],
    [changed({ nodes: [node('n'.repeat(300), 2379)] }), 'nodes.0.name'],
    [changed({ nodes: [{ ...node('n1', 2379), logOffset: -1 }] }), 'nodes.0.logOffset'],
    [
      changed({
        nodes: [{ ...node('n1', 1), fate: { kind: 'crashed', signal: 'SIGKILL', byUs: true, at: '' } }],
      }),
      'nodes.0.fate.at',
    ],
  ])('%.200j is refused, and it is said why', (text, field) => {
    const detail: unknown = expect.stringMatching(/\S/);
    expect(recordFormat.parse(text)).toEqual({ kind: 'damaged', field, detail });
  });
});

describe('the records', () => {
  let folder: string;
  let store: RecordStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-test-records-'));
    store = await RecordStore.open(join(folder, 'clusters'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are all read, and nothing is left of how they were written', async () => {
    await store.write(record('ab'));
    await store.write({ ...record('ab'), name: 'again' });
    await store.write(record('cd'));
    const { records, unreadable } = await store.readAll();
    expect(records.map(({ name }) => name).sort()).toEqual(['again', 'cd']);
    expect(unreadable).toEqual([]);
    expect(await readdir(store.folderOf('ab'))).toEqual(['cluster.json']);
  });

  it('are for their user alone', async () => {
    await store.write(record('ab'));
    const folder = store.folderOf('ab');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'cluster.json'))).mode & 0o777).toBe(0o600);
  });

  it('that cannot be read are listed and left alone, one that has the wrong folder too', async () => {
    await store.write(record('ab'));
    await mkdir(store.folderOf('ef'));
    const text = await readFile(join(store.folderOf('ab'), 'cluster.json'), 'utf8');
    await writeFile(join(store.folderOf('ef'), 'cluster.json'), text);
    await mkdir(join(store.folderOf('gh'), 'n1'), { recursive: true });
    await mkdir(join(store.folderOf('ij'), 'cluster.json'), { recursive: true });
    await mkdir(store.folderOf('kl'));
    execFileSync('mkfifo', [join(store.folderOf('kl'), 'cluster.json')]);
    const { records, unreadable } = await store.readAll();
    expect(records.map(({ id }) => id)).toEqual(['ab']);
    const detail: unknown = expect.stringContaining('EISDIR');
    expect(unreadable.toSorted(byFolder)).toEqual([
      {
        folder: store.folderOf('ef'),
        problem: { kind: 'other-cluster', cluster: 'ab' },
        keepRunning: false,
      },
      { folder: store.folderOf('gh'), problem: { kind: 'missing' }, keepRunning: false },
      { folder: store.folderOf('ij'), problem: { kind: 'unread', detail }, keepRunning: false },
      { folder: store.folderOf('kl'), problem: { kind: 'unread', detail }, keepRunning: false },
    ]);
    expect((await readdir(store.folder)).sort()).toEqual(['ab', 'ef', 'gh', 'ij', 'kl']);
  });

  it('that are too large are listed unread, and it is said why', async () => {
    await store.write(record('ab'));
    await truncate(join(store.folderOf('ab'), 'cluster.json'), 3 * 1024 ** 3);
    const detail: unknown = expect.stringContaining('EFBIG: file too large');
    expect((await store.readAll()).unreadable).toMatchObject([{ problem: { kind: 'unread', detail } }]);
  });

  it('of newer apps are listed as that, and their folders keep every file', async () => {
    const own = store.folderOf('e757cbb8');
    await mkdir(own);
    const text = await sample('cluster-v99.json');
    await writeFile(join(own, 'cluster.json'), text);
    await writeFile(join(own, 'cluster.json.new'), '{"version":99');
    await store.write(record('ab'));
    const { records, unreadable } = await store.readAll();
    expect(records.map(({ id }) => id)).toEqual(['ab']);
    const problem = { kind: 'newer', version: 99, known: recordFormat.version };
    expect(unreadable).toMatchObject([{ folder: own, problem }]);
    expect(await readFile(join(own, 'cluster.json'), 'utf8')).toBe(text);
    expect((await readdir(own)).sort()).toEqual(['cluster.json', 'cluster.json.new']);
  });

  it('that are damaged still tell whether their nodes keep running', async () => {
    await store.write({ ...record('ab'), keepRunning: true });
    const file = join(store.folderOf('ab'), 'cluster.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"id"', 'id'));
    const { unreadable } = await store.readAll();
    expect(unreadable).toMatchObject([{ problem: { kind: 'damaged' }, keepRunning: true }]);
  });

  it('that were half made or half deleted leave nothing', async () => {
    await mkdir(store.folderOf('ab'));
    await mkdir(join(store.folder, '.deleted-cd', 'n1'), { recursive: true });
    await mkdir(store.folderOf('ef'));
    await writeFile(
      join(store.folderOf('ef'), 'cluster.json.new'),
      recordFormat.text(record('ef')).slice(0, 99),
    );
    expect(await store.readAll()).toEqual({ records: [], unreadable: [] });
    expect(await readdir(store.folder)).toEqual([]);
  });

  it('are deleted with all that is in their folder', async () => {
    await store.write(record('ab'));
    await mkdir(join(store.folderOf('ab'), 'n1', 'data'), { recursive: true });
    await store.remove('ab');
    await store.remove('ab');
    expect(await readdir(store.folder)).toEqual([]);
  });
});

it('a saver writes what is true at the call, never twice at once, and goes on after a failure', async () => {
  let value = 0;
  let writing = 0;
  const written: number[] = [];
  const saver = new Saver(async () => {
    expect(++writing).toBe(1);
    const seen = value;
    await Promise.resolve();
    writing--;
    if (seen === 2) throw new Error('full');
    written.push(seen);
  });
  const save = (next: number) => {
    value = next;
    return saver.save();
  };
  const first = save(1);
  await Promise.resolve();
  await Promise.resolve();
  const second = save(2);
  await first;
  await expect(second).rejects.toThrow('full');
  await Promise.all([save(3), save(4)]);
  expect(written.at(-1)).toBe(4);
});

function byFolder(a: { folder: string }, b: { folder: string }): number {
  return a.folder.localeCompare(b.folder);
}
