import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultTuning } from '@shared/contract/local';
import type { ClusterRecord } from './record';
import { parseRecord, recordText } from './record';
import { RecordStore } from './record-store';
import { Saver } from './saver';

function record(id: string): ClusterRecord {
  return {
    version: 1,
    id,
    name: id,
    createdAt: '2026-11-23T17:00:00.000Z',
    etcd: { path: '/opt/etcd', version: '3.6.14', executable: '/opt/etcd' },
    tuning: defaultTuning,
    keepRunning: false,
    nodes: [{ name: 'n1', clientPort: 2379, peerPort: 2380, fate: { kind: 'running' }, logOffset: 7 }],
  };
}

describe('a record', () => {
  it('is read as it was written', () => {
    expect(parseRecord(recordText(record('ab')))).toEqual({ ok: true, record: record('ab') });
  });

  it.each([
    ['{', 'is not JSON'],
    ['{"version":2,"id":"ab"}', 'newer version (2)'],
    ['{"version":1,"id":"ab"}', 'name'],
    [recordText({ ...record('ab'), nodes: [] }), 'nodes'],
    [recordText(record('ab')).replace('"n1"', '"../n1"'), 'nodes.0.name'],
    ['null', 'cluster.json'],
  ])('%j is refused, and it is said why', (text, reason) => {
    const read = parseRecord(text);
    expect(!read.ok && read.reason).toContain(reason);
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

  it('that cannot be read are listed and left alone, one that has the wrong folder too', async () => {
    await store.write(record('ab'));
    await mkdir(store.folderOf('ef'));
    const text = await readFile(join(store.folderOf('ab'), 'cluster.json'), 'utf8');
    await writeFile(join(store.folderOf('ef'), 'cluster.json'), text);
    await mkdir(join(store.folderOf('gh'), 'n1'), { recursive: true });
    const { records, unreadable } = await store.readAll();
    expect(records.map(({ id }) => id)).toEqual(['ab']);
    expect(unreadable.map((each) => each.folder).sort()).toEqual([
      store.folderOf('ef'),
      store.folderOf('gh'),
    ]);
    expect((await readdir(store.folder)).sort()).toEqual(['ab', 'ef', 'gh']);
  });

  it('that were half made or half deleted leave nothing', async () => {
    await mkdir(store.folderOf('ab'));
    await mkdir(join(store.folder, '.deleted-cd', 'n1'), { recursive: true });
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
