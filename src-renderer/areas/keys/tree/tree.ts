import type { TreeQuery, TreeRow, TreeSummary } from '@shared/contract/keys';
import { computed, ref, type Ref } from 'vue';
import { type ListArea, type ListWindow, useList } from '../../../rpc/list';
import { useLiveOf } from '../../../rpc/live';
import { engine } from '../../../rpc/engine';
import { useKeys } from '../state/store';
import { remember } from '../state/view';

type Query = Omit<TreeQuery, 'tree' | 'expanded'>;

export interface KeyTreeWindow extends ListWindow<TreeRow> {
  readonly summary: Readonly<Ref<TreeSummary | null>>;
  /** Whether the tree shows only search matches. */
  readonly filtered: Readonly<Ref<boolean>>;
  toggle(path: Uint8Array, expanded: boolean): Promise<void>;
  /** Expands all folders, or those below a path; returns how many were left collapsed. */
  expandAll(path: Uint8Array | null): Promise<number>;
  collapseAll(path: Uint8Array | null): Promise<void>;
  /** Expands the folders around a path and returns its row; null when the tree does not contain the path. */
  reveal(path: Uint8Array): Promise<number | null>;
}

/**
 * The tree of the current connection, until the effect scope ends. Folders that were expanded before are
 * expanded again.
 */
export function useTree(): KeyTreeWindow {
  const keys = useKeys();
  /** A new name each time it opens, because the engine may not have released the previous tree. */
  const tree = ref<string | null>(null);
  const query = computed<Query | null>(() =>
    keys.connection && keys.view
      ? {
          connection: keys.connection,
          delimiter: keys.view.delimiterBytes.value,
          filter: keys.view.filter.value,
          ignoreCase: keys.view.ignoresCase.value,
        }
      : null,
  );
  const filtered = computed(() => (query.value?.filter.length ?? 0) > 0);

  const area: ListArea<Query, TreeRow> = {
    open(asked, options) {
      const name = newName();
      tree.value = name;
      const expanded = asked.filter.length > 0 ? [] : [...(keys.view?.expanded.values() ?? [])];
      return engine.keys.tree.open({ ...asked, tree: name, expanded }, options);
    },
    rows: (input, options) => engine.keys.tree.rows(input, options),
  };
  const list = useList(area, () => query.value);
  const summary = useLiveOf(
    () => tree.value,
    (name, signal) => engine.keys.tree.summary({ tree: name }, { signal }),
  );

  async function ofTree<T>(ask: (name: string) => Promise<T>, otherwise: T): Promise<T> {
    return tree.value === null ? otherwise : ask(tree.value);
  }

  return {
    ...list,
    summary: summary.state,
    filtered,
    toggle(path, expanded) {
      if (keys.view && !filtered.value) remember(keys.view, path, expanded);
      return ofTree((name) => engine.keys.tree.toggle({ tree: name, path, expanded }), undefined);
    },
    expandAll: async (path) =>
      (await ofTree((name) => engine.keys.tree.expandAll({ tree: name, path }), { left: 0 })).left,
    collapseAll(path) {
      if (path === null && !filtered.value) keys.view?.expanded.clear();
      return ofTree((name) => engine.keys.tree.collapseAll({ tree: name, path }), undefined);
    },
    reveal: async (path) =>
      (await ofTree((name) => engine.keys.tree.reveal({ tree: name, path }), null))?.row ?? null,
  };
}

/** Unique enough to name a tree among those of all windows. */
function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) =>
    part.toString(16).padStart(8, '0'),
  ).join('');
}
