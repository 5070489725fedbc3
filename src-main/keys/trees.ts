import type { TreeQuery, TreeRow, TreeSummary } from '@shared/contract/keys';
import { Failure } from '../base/failure';
import { toDisposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { ListSource } from '../base/list';
import type { Live } from '../base/live';
import type { Lent } from '../base/shared';
import type { Keyspace } from './keyspace';
import { TreeView } from './tree/tree-view';

/** For a tree that is not open yet. */
const nothing: TreeSummary = { keys: 0, searched: 0, of: 0, expandedByDefault: false };

/** The open trees of all windows, by the names that the windows gave them. */
export class Trees {
  readonly #trees = new Map<string, TreeView>();
  readonly #listeners = new Map<string, Listeners>();

  /** Opens a tree as a list. Disposing of the list closes the tree and releases the keyspace. */
  open(
    { tree: name, ...options }: TreeQuery,
    { value: keyspace, ...lent }: Lent<Keyspace>,
  ): ListSource<TreeRow> {
    const tree = new TreeView(keyspace.keys, options);
    const told = tree.onChange(() => this.#tell(name));
    this.#trees.set(name, tree);
    this.#tell(name);
    return {
      get length() {
        return tree.length;
      },
      get version() {
        return tree.version;
      },
      dropped: 0,
      rows: (from, to) => tree.rows(from, to),
      onChange: (listener) => tree.onChange(listener),
      dispose: async () => {
        // A window that comes back may open its tree again before the old one is known to be gone.
        if (this.#trees.get(name) === tree) this.#trees.delete(name);
        await told.dispose();
        await tree.dispose();
        await lent.dispose();
      },
    };
  }

  /** NOT_FOUND when it is not open. */
  get(name: string): TreeView {
    const tree = this.#trees.get(name);
    if (!tree) throw new Failure('NOT_FOUND', { what: 'list', name });
    return tree;
  }

  /** The summary of a tree, even of one that is not open yet. */
  summary(name: string): Live<TreeSummary> {
    const read = () => this.#trees.get(name)?.summary.value ?? nothing;
    return {
      get value() {
        return read();
      },
      onChange: (listener) => {
        const those = this.#listeners.get(name) ?? new Listeners();
        this.#listeners.set(name, those);
        const joined = those.add(listener);
        return toDisposable(() => {
          void joined.dispose();
          if (those.size === 0 && this.#listeners.get(name) === those) this.#listeners.delete(name);
        });
      },
    };
  }

  #tell(name: string): void {
    this.#listeners.get(name)?.tell();
  }
}
