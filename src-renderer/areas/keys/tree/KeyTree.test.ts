import { bytesEqual, toText } from '@shared/bytes';
import type { TreeRow } from '@shared/contract/keys';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, ref, shallowRef } from 'vue';
import type { useConnection } from '../../../connection/current';
import type { StorePart } from '../../../connection/store-part.fixture';
import type { useKeys } from '../state/store';
import KeyTree from './KeyTree.vue';
import type { KeyTreeWindow } from './tree';
import { createView } from '../state/view';

const keys: StorePart<typeof useKeys, 'connection' | 'draftOf' | 'view'> = {
  connection: null,
  draftOf: () => null,
  view: null,
};
const shown: StorePart<typeof useConnection, 'readOnly'> = { readOnly: false };
vi.mock('../state/store', () => ({ useKeys: () => keys }));
vi.mock('../../../connection/current', () => ({ useConnection: () => shown }));
vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);

const bytes = (text: string) => new TextEncoder().encode(text);

/** happy-dom has no layout: a viewport of twenty rows, reported as soon as it is observed. */
class Observer {
  constructor(private readonly callback: () => void) {}
  observe(): void {
    this.callback();
  }
  disconnect(): void {
    // Holds nothing.
  }
}

function row(kind: TreeRow['kind'], path: string, depth: number, count = 1): TreeRow {
  const label = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  return { kind, path: bytes(path), label: bytes(label), depth, count, expanded: false };
}
const all = [
  row('folder', '/app/', 0, 3),
  row('key', '/app/color', 1),
  row('folder', '/app/db/', 1, 2),
  row('key', '/app/db/host', 2),
  row('key', '/app/db/port', 2),
  row('key', '/zoo', 0),
];

/** The rows that the tree has; a test may change them. */
const everything = shallowRef<readonly TreeRow[]>(all);

/** The engine's tree of these keys, with folders that expand and collapse. */
function fakeTree(): KeyTreeWindow {
  const open = shallowRef<ReadonlySet<string>>(new Set());
  const rows = computed(() =>
    everything.value
      .filter(({ path }) => {
        const text = toText(path);
        return everything.value.every(
          ({ kind, path: folder }) =>
            kind !== 'folder' ||
            toText(folder) === text ||
            !text.startsWith(toText(folder)) ||
            open.value.has(toText(folder)),
        );
      })
      .map((each) => ({ ...each, expanded: open.value.has(toText(each.path)) })),
  );
  const toggle = (path: Uint8Array, expanded: boolean) => {
    const others = [...open.value].filter((each) => each !== toText(path));
    open.value = new Set(expanded ? [...others, toText(path)] : others);
    return Promise.resolve();
  };
  return {
    length: computed(() => rows.value.length),
    version: ref(1),
    dropped: ref(0),
    stale: ref(false),
    failure: ref(null),
    error: ref(null),
    summary: ref(null),
    filtered: ref(false),
    row: (index) => rows.value[index],
    peek: (index) => rows.value[index],
    toggle,
    expandAll: () => Promise.resolve(0),
    collapseAll: () => Promise.resolve(),
    reveal: (path) => {
      const found = rows.value.findIndex((each) => bytesEqual(each.path, path));
      return Promise.resolve(found < 0 ? null : found);
    },
  };
}

enableAutoUnmount(afterEach);
beforeEach(() => {
  everything.value = all;
  localStorage.clear();
  vi.stubGlobal('ResizeObserver', Observer);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(440);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function show(tree = fakeTree()) {
  const told: string[] = [];
  const note = (what: string) => (each: TreeRow) => void told.push(`${what} ${toText(each.path)}`);
  const view = createView('c1');
  const wrapper = mount(KeyTree, {
    attachTo: document.body,
    props: {
      tree,
      view,
      onOpen: note('open'),
      onEdit: note('edit'),
      onRemove: note('remove'),
      onCreate: () => void told.push('create'),
    },
  });
  const items = () => wrapper.findAll('[role="treeitem"]');
  const names = () => items().map((each) => each.attributes('aria-label'));
  /** The row with the keyboard focus, as the tree exposes it. */
  const active = () => {
    const id = wrapper.get('[role="tree"]').attributes('aria-activedescendant') ?? '';
    return wrapper.find(`[id="${id}"]`).attributes('aria-label');
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await wrapper.get('[role="tree"]').trigger('keydown', { key });
      await flushPromises();
    }
  };
  wrapper.get<HTMLElement>('[role="tree"]').element.focus();
  await press('Home');
  const selected = () => wrapper.findAll('[aria-selected="true"]').map((each) => each.attributes('title'));
  const change = async (rows: readonly TreeRow[]) => {
    everything.value = rows;
    await flushPromises();
  };
  return { wrapper, view, told, items, names, active, press, selected, change };
}

describe('the tree of keys, by the keyboard', () => {
  it('is one tab stop, starts at its first row, and describes each row', async () => {
    const { active, names, items } = await show();
    expect(document.activeElement?.getAttribute('role')).toBe('tree');
    expect(names()).toEqual(['/app/, folder, 3 keys', '/zoo']);
    expect(active()).toBe('/app/, folder, 3 keys');
    expect(items().map((each) => each.attributes('aria-expanded'))).toEqual(['false', undefined]);
  });

  it('Right expands a folder and enters it, Left leaves and collapses it', async () => {
    const { active, names, press, items } = await show();
    await press('ArrowRight');
    expect(names()).toEqual(['/app/, folder, 3 keys', '/app/color', '/app/db/, folder, 2 keys', '/zoo']);
    expect(items().map((each) => each.attributes('aria-level'))).toEqual(['1', '2', '2', '1']);
    expect(active()).toBe('/app/, folder, 3 keys');
    await press('ArrowRight');
    expect(active()).toBe('/app/color');
    await press('ArrowRight');
    expect(active()).toBe('/app/color');
    await press('ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowDown');
    expect(active()).toBe('/app/db/port');
    await press('ArrowLeft');
    expect(active()).toBe('/app/db/, folder, 2 keys');
    await press('ArrowLeft', 'ArrowLeft');
    expect(active()).toBe('/app/, folder, 3 keys');
    await press('ArrowLeft');
    expect(names()).toEqual(['/app/, folder, 3 keys', '/zoo']);
  });

  it('End and Home go to the ends, and letters to a name', async () => {
    const { active, press } = await show();
    await press('End');
    expect(active()).toBe('/zoo');
    await press('Home', 'ArrowRight');
    expect(active()).toBe('/app/, folder, 3 keys');
    await press('z', 'o');
    expect(active()).toBe('/zoo');
    await press('ArrowUp');
    expect(active()).toBe('/app/db/, folder, 2 keys');
  });

  it('Enter shows, F2 edits, Delete asks to delete, and Insert asks for a new key', async () => {
    const { told, names, press } = await show();
    await press('Enter');
    expect(names()).toHaveLength(4);
    await press('ArrowDown', 'Enter', 'F2', 'Delete', 'Insert');
    expect(told).toEqual(['open /app/', 'open /app/color', 'edit /app/color', 'remove /app/color', 'create']);
  });

  it('leaves shortcuts of the window alone', async () => {
    const { wrapper, told } = await show();
    const press = new KeyboardEvent('keydown', { key: 'e', ctrlKey: true, cancelable: true });
    wrapper.get('[role="tree"]').element.dispatchEvent(press);
    expect(press.defaultPrevented).toBe(false);
    expect(told).toEqual([]);
  });
});

describe('the selected row of a tree that changes', () => {
  const without = (prefix: string) => all.filter(({ path }) => !toText(path).startsWith(prefix));

  it('stays on its key when rows before it go and come', async () => {
    const { press, selected, change } = await show();
    await press('End');
    expect(selected()).toEqual(['/zoo']);
    await change([row('key', '/aaa', 0), row('key', '/bbb', 0), ...all]);
    expect(selected()).toEqual(['/zoo']);
    await change(without('/app/'));
    expect(selected()).toEqual(['/zoo']);
  });

  it.each([
    ['a folder', 'Home', without('/app/'), '/zoo'],
    ['the last key', 'End', without('/zoo'), '/app/, folder, 3 keys'],
  ])('is gone with %s, and the keyboard goes on beside it', async (_what, key, rows, next) => {
    const { press, active, selected, change } = await show();
    await press(key);
    await change(rows);
    expect(active()).toBe(next);
    expect(selected()).toEqual([]);
    await change([row('key', '/aaa', 0), ...rows]);
    expect(active()).toBe(next);
    expect(selected()).toEqual([]);
    await press('Home');
    expect(selected()).toEqual(['/aaa']);
  });

  it('is the neighbour of a deleted key only when that is open', async () => {
    const { view, press, selected, change } = await show();
    view.select({ kind: 'key', path: bytes('/zoo') });
    await press('Home');
    await change(without('/app/'));
    expect(selected()).toEqual(['/zoo']);
  });

  it('is a new key that is revealed before its row has arrived', async () => {
    const tree = fakeTree();
    const version = ref(1);
    const { view, selected, change } = await show({
      ...tree,
      version,
      reveal: (path) => (toText(path) === '/mid' ? Promise.resolve(1) : tree.reveal(path)),
    });
    version.value = 0;
    await flushPromises();
    view.cursor.value = bytes('/mid');
    version.value = 1;
    await flushPromises();
    expect(selected()).toEqual([]);
    await change([...all.slice(0, 5), row('key', '/mid', 0), ...all.slice(5)]);
    expect(selected()).toEqual(['/mid']);
  });
});
