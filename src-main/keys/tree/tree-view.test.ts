import { bytesEqual, compareBytes } from '@shared/bytes';
import type { TreeRow } from '@shared/contract/keys';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../base/lifecycle';
import { LiveKeys } from '../index/live-keys';
import { Segments } from '../index/segments';
import { TreeView } from './tree-view';

const text = (string: string) => new TextEncoder().encode(string);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const none = new Uint8Array();

/** Few distinct bytes, so that delimiters of one and two bytes, empty segments and shared folders are frequent. */
const key = fc
  .array(fc.constantFrom(47, 47, 97, 98, 0, 255), { minLength: 1, maxLength: 8 })
  .map((b) => Uint8Array.from(b));
const delimiter = fc.constantFrom(
  text('/'),
  text('//'),
  text('a/'),
  none,
  Uint8Array.of(255),
  Uint8Array.of(0),
);
const keySet = fc
  .array(key, { maxLength: 60 })
  .map((keys) => [...new Map(keys.map((one) => [hex(one), one])).values()].sort(compareBytes));

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

function liveKeys(keys: readonly Uint8Array[]): LiveKeys {
  const live = new LiveKeys();
  for (const one of keys) live.insert(one);
  live.tell();
  return live;
}

async function treeOf(keys: LiveKeys, options: Partial<ConstructorParameters<typeof TreeView>[1]> = {}) {
  const tree = new TreeView(keys, { delimiter: text('/'), filter: none, expanded: [], ...options });
  await settled(tree);
  return tree;
}

/** Waits until all slices are done, as reveal does. */
async function settled(tree: TreeView) {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  await tree.reveal(none);
}

/** The expected tree, written without any index: folder by folder, key by key. */
function model(
  keys: readonly Uint8Array[],
  by: Uint8Array,
  isOpen: (path: Uint8Array) => boolean,
): TreeRow[] {
  const segments = new Segments(by);
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  for (const one of keys) {
    const folders = segments.folders(one);
    let visible = true;
    for (const [depth, path] of folders.entries()) {
      const isOwn = bytesEqual(path, one);
      if (visible && !seen.has(hex(path))) {
        const count = keys.filter((other) => bytesEqual(other.slice(0, path.length), path)).length;
        const label = path.slice(folders[depth - 1]?.length ?? 0, path.length - by.length);
        rows.push({ kind: isOwn ? 'both' : 'folder', path, label, depth, count, expanded: isOpen(path) });
      }
      seen.add(hex(path));
      visible &&= isOpen(path);
    }
    const parent = folders.at(-1) ?? none;
    if (visible && !(folders.length > 0 && bytesEqual(parent, one)))
      rows.push({
        kind: 'key',
        path: one,
        label: one.slice(parent.length),
        depth: folders.length,
        count: 1,
        expanded: false,
      });
  }
  return rows;
}

const readable = (rows: readonly TreeRow[]) =>
  rows.map(
    (row) =>
      `${row.depth} ${row.kind} ${hex(row.path)} [${hex(row.label)}] ${row.count} ${String(row.expanded)}`,
  );

function foldersOf(keys: readonly Uint8Array[], by: Uint8Array): Uint8Array[] {
  const segments = new Segments(by);
  return [...new Map(keys.flatMap((one) => segments.folders(one)).map((path) => [hex(path), path])).values()];
}

describe('the tree of keys', () => {
  it('shows every key exactly once and in order when all folders are open', async () => {
    await fc.assert(
      fc.asyncProperty(keySet, delimiter, async (keys, by) => {
        const tree = await treeOf(liveKeys(keys), { delimiter: by });
        tree.expandAll(null);
        const rows = tree.rows(0, tree.length);
        expect(readable(rows)).toEqual(readable(model(keys, by, () => true)));
        expect(rows.filter((row) => row.kind !== 'folder').map((row) => hex(row.path))).toEqual(
          keys.map(hex),
        );
        await tree.dispose();
      }),
    );
  });

  it('shows what is in open folders, whichever are open', async () => {
    await fc.assert(
      fc.asyncProperty(keySet, delimiter, fc.infiniteStream(fc.boolean()), async (keys, by, chance) => {
        const tree = await treeOf(liveKeys(keys), { delimiter: by });
        const open = new Set<string>();
        for (const path of foldersOf(keys, by)) if (chance.next().value) open.add(hex(path));
        for (const path of open) tree.toggle(Buffer.from(path, 'hex'), true);
        const expected = readable(model(keys, by, (path) => open.has(hex(path))));
        expect(readable(tree.rows(0, tree.length))).toEqual(expected);
        // The same from the other side: all folders open except the rest.
        tree.expandAll(null);
        for (const path of foldersOf(keys, by)) if (!open.has(hex(path))) tree.toggle(path, false);
        expect(readable(tree.rows(0, tree.length))).toEqual(expected);
        await tree.dispose();
      }),
    );
  });

  it('is as exact over many chunks of keys', async () => {
    const shape = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 }), fc.nat(900));
    await fc.assert(
      fc.asyncProperty(shape, fc.infiniteStream(fc.boolean()), async ([outer, inner, flat], chance) => {
        const deep = Array.from({ length: outer * inner }, (_, n) => text(`/deep/${n % outer}/x/${n}`));
        const wide = Array.from({ length: flat }, (_, n) => text(`/flat/${n}`));
        const keys = [...deep, ...wide].sort(compareBytes);
        const tree = await treeOf(liveKeys(keys));
        const folders = foldersOf(keys, text('/'));
        const open = new Set(folders.filter((_, at) => at < 2 || chance.next().value).map(hex));
        for (const path of open) tree.toggle(Buffer.from(path, 'hex'), true);
        const expected = readable(model(keys, text('/'), (path) => open.has(hex(path)))).join('\n');
        expect(readable(tree.rows(0, tree.length)).join('\n')).toBe(expected);
        tree.expandAll(null);
        for (const path of folders) if (!open.has(hex(path))) tree.toggle(path, false);
        expect(readable(tree.rows(0, tree.length)).join('\n')).toBe(expected);
        await tree.dispose();
      }),
      { numRuns: 15 },
    );
  });

  it('follows inserts and deletes', async () => {
    const edits = fc.array(fc.tuple(fc.boolean(), key), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(keySet, edits, fc.boolean(), async (keys, changes, allOpen) => {
        const live = liveKeys(keys);
        const tree = await treeOf(live, { expanded: foldersOf(keys, text('/')).slice(0, 3) });
        const open = new Set(foldersOf(keys, text('/')).slice(0, 3).map(hex));
        if (allOpen) tree.expandAll(null);
        const now = new Map(keys.map((one) => [hex(one), one]));
        for (const [insert, one] of changes) {
          expect(tree.length).toBeGreaterThanOrEqual(0);
          if (insert) live.insert(one);
          else live.delete(one);
          if (insert) now.set(hex(one), one);
          else now.delete(hex(one));
        }
        live.tell();
        await settled(tree);
        const sorted = [...now.values()].sort(compareBytes);
        const expected = model(sorted, text('/'), (path) => allOpen || open.has(hex(path)));
        expect(readable(tree.rows(0, tree.length))).toEqual(readable(expected));
        await tree.dispose();
      }),
    );
  });

  it('shows the keys that contain the typed bytes, in open folders, and goes on doing so', async () => {
    await fc.assert(
      fc.asyncProperty(
        keySet,
        keySet,
        key.map((k) => k.slice(0, 2)),
        async (keys, later, needle) => {
          const live = liveKeys(keys);
          const tree = new TreeView(live, { delimiter: text('/'), filter: needle, expanded: [] });
          for (const one of later) {
            if (live.index.has(one)) live.delete(one);
            else live.insert(one);
          }
          live.tell();
          await settled(tree);
          for (const one of keys.slice(0, 5)) {
            if (live.index.has(one)) live.delete(one);
            else live.insert(one);
          }
          live.tell();
          await settled(tree);
          const all = Array.from({ length: live.index.size }, (_, at) => live.index.at(at));
          const hits = all.filter((one) => Buffer.from(one).includes(Buffer.from(needle)));
          expect(readable(tree.rows(0, tree.length))).toEqual(readable(model(hits, text('/'), () => true)));
          expect(tree.summary.value).toMatchObject({
            keys: hits.length,
            searched: all.length,
            of: all.length,
          });
          await tree.dispose();
        },
      ),
    );
  });

  it('finds capitals and small letters alike when asked to, in keys that are there and in those that come', async () => {
    const live = liveKeys(['/Users/a', '/users/b', '/USE', 'RS/c', '/Größe', '\xff'].map(text));
    const hits = async (filter: string, ignoreCase: boolean) => {
      const tree = await treeOf(live, { filter: text(filter), ignoreCase });
      live.insert(text('/new/uSERS'));
      live.tell();
      const rows = tree.rows(0, tree.length).filter(({ kind }) => kind !== 'folder');
      live.delete(text('/new/uSERS'));
      return rows.map(({ path }) => Buffer.from(path).toString());
    };
    expect(await hits('users', true)).toEqual(['/Users/a', '/new/uSERS', '/users/b']);
    expect(await hits('users', false)).toEqual(['/users/b']);
    expect(await hits('gRÖß', true)).toEqual(['/Größe']);
  });

  it('says how many keys there are while others than the hits come and go', async () => {
    const live = liveKeys(['a', 'b', 'hit'].map(text));
    const tree = await treeOf(live, { filter: text('hit') });
    let [told, seen] = [tree.summary.value, 0];
    const listening = tree.summary.onChange(() => {
      told = tree.summary.value;
      seen++;
    });
    const { version } = tree;
    live.insert(text('c'));
    live.tell();
    expect(told).toMatchObject({ keys: 1, searched: 4, of: 4 });
    live.delete(text('a'));
    live.delete(text('b'));
    live.tell();
    expect(told).toMatchObject({ keys: 1, searched: 2, of: 2 });
    // The rows are the same.
    expect(tree.version).toBe(version);
    await listening.dispose();
    const before = seen;
    live.insert(text('d'));
    live.tell();
    expect(seen).toBe(before);
    await tree.dispose();
  });

  it('reveals any key and any folder at the row that shows it', async () => {
    await fc.assert(
      fc.asyncProperty(keySet, delimiter, fc.boolean(), async (keys, by, allOpen) => {
        const tree = await treeOf(liveKeys(keys), { delimiter: by });
        for (const path of [...keys, ...foldersOf(keys, by)]) {
          if (allOpen) tree.expandAll(null);
          if (allOpen) for (const folder of foldersOf(keys, by)) tree.toggle(folder, false);
          const row = await tree.reveal(path);
          expect(row).not.toBeNull();
          expect(tree.rows(row ?? 0, (row ?? 0) + 1).map((one) => hex(one.path))).toEqual([hex(path)]);
        }
        expect(await tree.reveal(text('nowhere'))).toBeNull();
        await tree.dispose();
      }),
      { numRuns: 50 },
    );
  });

  it('opens a folder that is asked for before it is there', async () => {
    const live = liveKeys([text('b')]);
    const tree = store.add(await treeOf(live, { expanded: [text('a/')] }));
    live.insert(text('a/1'));
    live.tell();
    expect(tree.rows(0, 9).map((row) => [row.kind, row.depth])).toEqual([
      ['folder', 0],
      ['key', 1],
      ['key', 0],
    ]);
  });

  it('opens up to 1,000 folders below one, and says how many it left closed', async () => {
    const keys = Array.from({ length: 1200 }, (_, n) => text(`top/${String(n).padStart(4, '0')}/key`));
    const tree = store.add(await treeOf(liveKeys(keys)));
    expect(tree.expandAll(text('top/'))).toBe(200);
    expect(tree.length).toBe(1 + 1200 + 1000);
    tree.collapseAll(text('top/'));
    expect(tree.length).toBe(1);
  });

  it('tells how long it has become to a window that looks at each change at once', async () => {
    const keys = liveKeys([]);
    const tree = await treeOf(keys);
    let length = tree.length;
    store.add(tree.onChange(() => (length = tree.length)));
    for (let n = 0; n < 3000; n++) keys.insert(text(`key ${n}`));
    keys.tell();
    await settled(tree);
    expect(length).toBe(3000);
  });

  it('tells its windows nothing when a key is put again', async () => {
    const live = liveKeys([text('a'), text('b')]);
    const tree = store.add(await treeOf(live));
    const before = tree.version;
    live.insert(text('a'));
    live.tell();
    expect(tree.version).toBe(before);
    live.insert(text('c'));
    live.tell();
    expect(tree.version).toBeGreaterThan(before);
  });

  it('cuts a key of nothing but delimiters at a depth where it ends', async () => {
    const live = liveKeys([text('/'.repeat(300)), text('/'.repeat(301)), text(`${'/'.repeat(300)}a`)]);
    const tree = store.add(await treeOf(live));
    tree.expandAll(null);
    expect(tree.rows(0, tree.length).map((row) => row.depth)).toEqual([
      ...Array.from({ length: 250 }, (_, depth) => depth),
      250,
      250,
      250,
    ]);
  });
});
