import { bytesEqual } from '@shared/bytes';
import type { TreeRow, TreeSummary } from '@shared/contract/keys';
import type { Disposable } from '../../base/lifecycle';
import { DisposableStore } from '../../base/lifecycle';
import { Listeners } from '../../base/listeners';
import type { ListSource } from '../../base/list';
import type { Live } from '../../base/live';
import { closedShape } from './closed-shape';
import { KeyIndex } from '../index/key-index';
import type { LiveKeys } from '../index/live-keys';
import { prefixOrdinals } from '../index/live-keys';
import { Matches } from './matches';
import { caselessNeedle, exactNeedle } from './needle';
import { openShape } from './open-shape';
import { Outline } from './outline';
import { Segments } from '../index/segments';
import type { Place, Shape } from './shape';
import { Slices } from '../../base/pace/slices';

/** Maximum folders that "expand all" opens below one folder. */
const EXPAND_LIMIT = 1000;

export interface TreeOptions {
  /** One or several bytes; empty for a flat list. */
  readonly delimiter: Uint8Array;
  /** Shows only keys that contain these bytes; all when empty. */
  readonly filter: Uint8Array;
  /** Whether the filter finds capitals and small letters alike; see `caselessNeedle`. */
  readonly ignoreCase?: boolean;
  /** Paths of folders that are open at first. */
  readonly expanded: readonly Uint8Array[];
}

/**
 * The visible rows of a key tree, updated live. Folders are computed in slices (0.15 s for a million keys), during
 * which the tree grows; after that a change costs only what it touches. Only folders that were opened or closed
 * have objects. Does not own the keys.
 */
export class TreeView implements ListSource<TreeRow> {
  readonly dropped = 0;
  readonly summary: Live<TreeSummary>;
  readonly #source: LiveKeys;
  readonly #keys: LiveKeys;
  readonly #matches: Matches | null;
  readonly #segments: Segments;
  readonly #outline: Outline;
  readonly #slices: Slices;
  readonly #store = new DisposableStore();
  readonly #listeners = new Listeners();
  /** Whether it covers all keys, except for changes that are applied at the next read. */
  #complete = false;
  #openByDefault: boolean;
  /** Folders that are not in the default state. */
  #folders = new KeyIndex();
  #shape: Shape | null = null;
  /** The state of the keys and the outline when the shape was made. */
  #shapedAt = '';
  #version = 0;

  constructor(source: LiveKeys, { delimiter, filter, ignoreCase, expanded }: TreeOptions) {
    this.#source = source;
    const needle = ignoreCase ? caselessNeedle(filter) : exactNeedle(filter);
    this.#matches =
      filter.length === 0 ? null : this.#store.add(new Matches(source, needle, () => this.#tell()));
    this.#keys = this.#matches?.hits ?? source;
    this.#openByDefault = this.#matches !== null;
    this.#segments = new Segments(delimiter);
    this.#outline = new Outline(this.#keys.index, delimiter);
    if (!this.#openByDefault) for (const path of expanded) this.#folders.insert(path);
    this.#slices = this.#store.add(new Slices((deadline) => this.#advance(deadline)));
    this.#store.add(
      this.#keys.onChange(() => {
        this.#tell();
        this.#slices.start();
      }),
    );
    const summary = () => this.#summary();
    this.summary = {
      get value() {
        return summary();
      },
      onChange: (listener) => {
        const both = new DisposableStore();
        both.add(this.onChange(listener));
        // The keys that a filter hides are counted as well: those come and go without a change of the rows.
        if (this.#matches) both.add(source.onChange(listener));
        return both;
      },
    };
    this.#slices.start();
  }

  get length(): number {
    return this.#current().length;
  }

  get version(): number {
    return this.#version;
  }

  rows(from: number, to: number): readonly TreeRow[] {
    const shape = this.#current();
    const rows: TreeRow[] = [];
    for (let row = Math.max(from, 0); row < Math.min(to, shape.length); row++)
      rows.push(this.#rowOf(shape.placeOf(row)));
    return rows;
  }

  /** Opens or closes a folder. Remembers the state even when the folder does not exist. */
  toggle(path: Uint8Array, expanded: boolean): void {
    this.#setOpen(path, expanded);
    this.#reshape();
  }

  /** Opens all folders (`path` null), or up to 1,000 at and below one folder; returns how many of those stay closed. */
  expandAll(path: Uint8Array | null): number {
    if (path === null) this.#startAgain(true);
    let left = 0;
    if (path !== null) {
      if (this.#openByDefault) this.#forget(path);
      else left = this.#openBelow(path);
    }
    this.#reshape();
    return left;
  }

  /** Closes all folders (`path` null), or one folder and, where folders are closed by default, those below it. */
  collapseAll(path: Uint8Array | null): void {
    if (path === null) this.#startAgain(false);
    else if (this.#openByDefault) this.#setOpen(path, false);
    else this.#forget(path);
    this.#reshape();
  }

  /** Opens the folders above a key or folder, and returns its row; null when it is not in the tree. */
  async reveal(path: Uint8Array): Promise<number | null> {
    while (this.#slices.busy && !this.#store.disposed) await new Promise((resolve) => setImmediate(resolve));
    const { index } = this.#keys;
    const { from, to } = prefixOrdinals(index, path);
    if (from >= to || path.length === 0) return null;
    const isFolder = this.#segments.isFolder(path);
    if (!isFolder && !index.has(path)) return null;
    const depth = this.#segments.depth(path);
    for (const folder of this.#segments.folders(path)) {
      if (!bytesEqual(folder, path)) this.#setOpen(folder, true);
    }
    this.#reshape();
    return this.#current().rowOf({ ordinal: from, level: isFolder ? depth : depth + 1 });
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  dispose(): Promise<void> {
    this.#listeners.clear();
    return this.#store.dispose();
  }

  #summary(): TreeSummary {
    const { size } = this.#keys.index;
    return {
      keys: size,
      searched: this.#matches?.searched ?? (this.#complete ? size : Math.min(this.#outline.keys, size)),
      of: this.#source.index.size,
      expandedByDefault: this.#openByDefault,
    };
  }

  #advance(deadline: number): boolean {
    const covered = this.#outline.keys;
    const done = this.#outline.advance(deadline);
    const wasComplete = this.#complete;
    this.#complete = done;
    // The windows already know of a change to a complete tree, but not of new keys that only now have a
    // place.
    if (!done || !wasComplete || this.#outline.keys !== covered) this.#tell();
    return done;
  }

  /** The current shape, after bringing what it depends on up to date. */
  #current(): Shape {
    const [outline, { index }] = [this.#outline, this.#keys];
    outline.advance(0);
    const at = `${index.version} ${outline.keys}`;
    if (this.#shape && at === this.#shapedAt) return this.#shape;
    const parts = { outline, segments: this.#segments, folders: this.#folders };
    this.#shape = this.#openByDefault ? openShape(parts) : closedShape(parts);
    this.#shapedAt = at;
    return this.#shape;
  }

  #rowOf({ ordinal, level }: Place): TreeRow {
    const { index } = this.#keys;
    const key = index.at(ordinal);
    const parentEnd = this.#segments.folderEnd(key, level - 1);
    const end = this.#segments.folderEnd(key, level);
    const depth = level - 1;
    if (end === 0)
      return { kind: 'key', path: key, label: key.slice(parentEnd), depth, count: 1, expanded: false };
    const path = key.slice(0, end);
    return {
      kind: end === key.length ? 'both' : 'folder',
      path,
      label: key.slice(parentEnd, end - this.#segments.delimiter.length),
      depth,
      count: prefixOrdinals(index, path).to - ordinal,
      expanded: this.#folders.has(path) !== this.#openByDefault,
    };
  }

  #setOpen(path: Uint8Array, open: boolean): void {
    if (open === this.#openByDefault) this.#folders.delete(path);
    else this.#folders.insert(path);
  }

  #startAgain(openByDefault: boolean): void {
    this.#openByDefault = openByDefault;
    this.#folders = new KeyIndex();
  }

  /** Resets a folder, and those below it, to the default state. */
  #forget(path: Uint8Array): void {
    const { from, to } = prefixOrdinals(this.#folders, path);
    const paths = Array.from({ length: to - from }, (_, at) => this.#folders.at(from + at));
    for (const one of paths) this.#folders.delete(one);
  }

  #openBelow(path: Uint8Array): number {
    this.#outline.advance(0);
    const { from, to } = prefixOrdinals(this.#keys.index, path);
    const depth = this.#segments.depth(path);
    this.#folders.insert(path);
    let [opened, left] = [0, 0];
    for (const { ordinal, shared } of this.#outline.folderStarts(from, to)) {
      for (const folder of this.#segments
        .folders(this.#keys.index.at(ordinal))
        .slice(Math.max(shared, depth))) {
        if (opened < EXPAND_LIMIT) {
          this.#folders.insert(folder);
          opened++;
        } else left++;
      }
    }
    return left;
  }

  #reshape(): void {
    this.#shape = null;
    this.#tell();
  }

  #tell(): void {
    this.#version++;
    this.#listeners.tell();
  }
}
