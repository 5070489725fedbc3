import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../src-main/base/lifecycle';
import { silentLog } from '../../src-main/base/log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { compact, deleteRange, put, putOperation, txn } from '../../src-main/etcd/calls/kv';
import { get, put as putGuarded, remove, removePrefix, countPrefix } from '../../src-main/keys/edits';
import { etcdSource } from '../../src-main/keys/source/etcd-source';
import { keyPages } from '../../src-main/keys/source/key-pages';
import { Keyspace } from '../../src-main/keys/keyspace';
import { allKeys } from '../../src-main/keys/source/source';
import { TreeView } from '../../src-main/keys/tree/tree-view';
import { compareBytes, prefixEnd } from '../../src-shared/bytes';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';
import { until } from '../support/until';

const text = (string: string) => new TextEncoder().encode(string);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const none = new Uint8Array();
const key = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 12 }),
  fc
    .array(fc.constantFrom(0, 47, 97, 255), { minLength: 1, maxLength: 6 })
    .map((bytes) => Uint8Array.from(bytes)),
);
const keys = fc.array(key, { minLength: 1, maxLength: 30 }).map((all) => {
  const different = new Map(all.map((one) => [hex(one), one]));
  return [...different.values()].sort(compareBytes);
});
const never = new AbortController().signal;
const log = silentLog;

describe.each(etcdFolders())('the keys of a cluster of etcd $version', ({ folder }) => {
  let cluster: TestCluster;
  let client: EtcdClient;
  let store = new DisposableStore();
  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
    client = new EtcdClient({ endpoints: cluster.endpoints, log: silentLog });
  });
  afterEach(async () => {
    await store.dispose();
    store = new DisposableStore();
    await deleteRange(client, { ...allKeys });
  });
  afterAll(async () => {
    client.dispose();
    await cluster.dispose();
  });

  async function live(keyspace: Keyspace, revision: string | bigint = 0n) {
    await until(
      () => `live at ${revision}: ${JSON.stringify(keyspace.status.value)}`,
      () => {
        const { phase, revision: now } = keyspace.status.value;
        return phase.kind === 'live' && BigInt(now ?? 0) >= BigInt(revision);
      },
    );
  }

  const listed = ({ keys: { index } }: Keyspace) =>
    Array.from({ length: index.size }, (_, at) => hex(index.at(at)));

  async function fresh(): Promise<string[]> {
    const found: string[] = [];
    for await (const page of keyPages(client, allKeys, null, never))
      for (const one of page.keys()) found.push(hex(one));
    return found;
  }

  it('come in pages as they were when the first was read', async () => {
    await deleteRange(client, { ...allKeys });
    const names = Array.from({ length: 1100 }, (_, at) => text(`/p/${String(at).padStart(4, '0')}`));
    for (let at = 0; at < names.length; at += 100) {
      const success = names.slice(at, at + 100).map((key) => putOperation({ key, value: none }));
      await txn(client, { success });
    }
    const pages: string[][] = [];
    for await (const page of keyPages(client, allKeys, null, never)) {
      if (pages.length === 0) await deleteRange(client, { key: text('/p/1050') });
      pages.push([...page.keys()].map(hex));
    }
    expect(pages.map(({ length }) => length)).toEqual([1000, 100]);
    expect(pages.flat()).toEqual(names.map(hex));
  });

  it('whatever their bytes, are listed, shown, opened, edited and deleted exactly', async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (all) => {
        await deleteRange(client, { ...allKeys });
        for (const one of all) await put(client, { key: one, value: one });
        const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
        await live(keyspace);
        expect(listed(keyspace)).toEqual(all.map(hex));
        const tree = new TreeView(keyspace.keys, { delimiter: text('/'), filter: none, expanded: [] });
        tree.expandAll(null);
        await tree.reveal(all[0] ?? none);
        const shown = tree.rows(0, tree.length).filter((row) => row.kind !== 'folder');
        expect(shown.map((row) => hex(row.path))).toEqual(all.map(hex));
        for (const { path } of shown) {
          const { current } = await get(client, path, null, { log });
          expect(current && [hex(current.key), hex(current.value), current.lease]).toEqual([
            hex(path),
            hex(path),
            null,
          ]);
          const guard = { kind: 'unchanged', modRevision: current?.modRevision ?? '' } as const;
          const value = text('edited');
          const saved = await putGuarded(client, { key: path, value, lease: { kind: 'keep' }, guard });
          expect(saved.kind).toBe('saved');
          const edited = await get(client, path, null, { log });
          expect(edited.current?.value).toEqual(value);
          const modRevision = edited.current?.modRevision ?? '';
          expect((await remove(client, path, { kind: 'unchanged', modRevision })).kind).toBe('removed');
        }
        await until('the tree is empty', () => tree.length === 0);
        expect(await fresh()).toEqual([]);
        await tree.dispose();
        keyspace.dispose();
      }),
      { numRuns: 8 },
    );
  });

  it('in the live tree are those of a fresh listing after random changes', async () => {
    const changes = fc.array(fc.tuple(fc.constantFrom('put', 'delete', 'folder'), key), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(keys, changes, async (all, edits) => {
        await deleteRange(client, { ...allKeys });
        for (const one of all) await put(client, { key: one });
        const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
        const tree = new TreeView(keyspace.keys, { delimiter: text('/'), filter: none, expanded: [] });
        tree.expandAll(null);
        let revision = 0n;
        for (const [kind, one] of edits) {
          const rangeEnd = kind === 'folder' ? prefixEnd(one) : none;
          const { header } =
            kind === 'put'
              ? await put(client, { key: one })
              : await deleteRange(client, { key: one, rangeEnd });
          revision = header?.revision ?? revision;
        }
        const last = await put(client, { key: text('last') });
        await live(keyspace, last.header?.revision ?? revision);
        const now = await fresh();
        expect(listed(keyspace)).toEqual(now);
        await tree.reveal(text('last'));
        const shown = tree.rows(0, tree.length).filter((row) => row.kind !== 'folder');
        expect(shown.map((row) => hex(row.path))).toEqual(now);
        await tree.dispose();
        keyspace.dispose();
      }),
      { numRuns: 8 },
    );
  });

  it('of a folder are deleted and no others, unless some came since they were counted', async () => {
    for (const one of ['test/1', 'test/2', 'test', 'test2', 'test0', 'tes/1'])
      await put(client, { key: text(one) });
    const counted = await countPrefix(client, { prefix: text('test/') });
    expect(counted.count).toBe(2);
    await put(client, { key: text('test/2'), value: text('changed') });
    await put(client, { key: text('test/3') });
    const refused = await removePrefix(client, { prefix: text('test/') }, counted);
    expect(refused).toMatchObject({ kind: 'changed', count: 3 });
    if (refused.kind !== 'changed') throw new Error('not refused');
    await put(client, { key: text('test/2'), value: text('changed again') });
    expect(await removePrefix(client, { prefix: text('test/') }, refused)).toMatchObject({
      kind: 'removed',
      deleted: 3,
    });
    expect(await fresh()).toEqual(['tes/1', 'test', 'test0', 'test2'].map((one) => hex(text(one))));
  });

  it('are saved only while they are as they were read; what is there instead comes back', async () => {
    const [one, value, lease] = [text('k'), text('mine'), { kind: 'keep' } as const];
    const absent = await putGuarded(client, { key: one, value, lease, guard: { kind: 'absent' } });
    if (absent.kind !== 'saved') throw new Error('not saved');
    const twice = await putGuarded(client, { key: one, value, lease, guard: { kind: 'absent' } });
    expect(twice).toMatchObject({
      kind: 'conflict',
      current: { modRevision: absent.revision, version: '1' },
    });
    await put(client, { key: one, value: text('theirs') });
    const guard = { kind: 'unchanged', modRevision: absent.revision } as const;
    const late = await putGuarded(client, { key: one, value, lease, guard });
    expect(late.kind === 'conflict' && late.current?.value).toEqual(text('theirs'));
    expect((await remove(client, one, guard)).kind).toBe('conflict');
    expect(await putGuarded(client, { key: one, value, lease, guard: { kind: 'none' } })).toMatchObject({
      kind: 'saved',
    });
    expect(await remove(client, one, { kind: 'none' })).toMatchObject({ kind: 'removed', deleted: 1 });
    expect(await putGuarded(client, { key: one, value, lease, guard })).toEqual({
      kind: 'conflict',
      current: null,
    });
    expect((await get(client, one, absent.revision, { log })).current?.value).toEqual(value);
    await expect(get(client, none, null, { log })).rejects.toMatchObject({ code: 'KEY_EMPTY' });
  });

  it('are refused at a compacted revision, with the oldest one that can be read', async () => {
    const revisions: bigint[] = [];
    for (const value of ['1', '2', '3']) {
      const { header } = await put(client, { key: text('k'), value: text(value) });
      revisions.push(header?.revision ?? 0n);
    }
    const [first = 0n, second = 0n] = revisions;
    await compact(client, { revision: second });
    await expect(get(client, text('k'), String(first), { log })).rejects.toMatchObject({
      code: 'REVISION_COMPACTED',
      data: { revision: String(first), compacted: String(second) },
    });
    const oldest = await get(client, text('k'), String(second), { log });
    expect(oldest.current?.value).toEqual(text('2'));
  });

  it('keep their lease through an edit, or take another, or none', async () => {
    const granted = await cluster.etcdctl(['lease', 'grant', '600']);
    const id = /lease (\w+) granted/.exec(granted)?.[1]?.replace(/^0+/, '') ?? '';
    const leased = (lease: Parameters<typeof putGuarded>[1]['lease']) =>
      putGuarded(client, { key: text('k'), value: none, lease, guard: { kind: 'none' } });
    const leaseNow = async () => (await get(client, text('k'), null, { log })).current?.lease;
    await leased({ kind: 'keep' });
    expect(await leaseNow()).toBeNull();
    await leased({ kind: 'lease', id });
    expect(await leaseNow()).toBe(id);
    await leased({ kind: 'keep' });
    expect(await leaseNow()).toBe(id);
    await leased({ kind: 'none' });
    expect(await leaseNow()).toBeNull();
    await expect(leased({ kind: 'lease', id: 'abc' })).rejects.toMatchObject({ code: 'LEASE_NOT_FOUND' });
  });

  it('refuse a value that is larger than the server takes, and stay as they were', async () => {
    const value = new Uint8Array(2 * 1024 * 1024);
    const action = { key: text('k'), value, lease: { kind: 'keep' }, guard: { kind: 'absent' } } as const;
    await expect(putGuarded(client, action)).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
    expect(await fresh()).toEqual([]);
  });
});
