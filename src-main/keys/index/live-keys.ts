import { prefixEnd } from '@shared/bytes';
import type { Disposable } from '../../base/lifecycle';
import { Listeners } from '../../base/listeners';
import { KeyIndex } from './key-index';

export type KeyEdit = 'insert' | 'delete';

/** A key index with listeners: they get each edit at once, and the end of each batch of edits. */
export class LiveKeys {
  readonly index = new KeyIndex();
  readonly #edits = new Listeners<[edit: KeyEdit, key: Uint8Array]>();
  readonly #changes = new Listeners();
  #told = 0;

  insert(key: Uint8Array): void {
    if (this.index.insert(key)) this.#edits.tell('insert', key);
  }

  delete(key: Uint8Array): void {
    if (this.index.delete(key)) this.#edits.tell('delete', key);
  }

  /** Ends a batch of edits. Does nothing when nothing changed: putting a key again costs the windows nothing. */
  tell(): void {
    if (this.#told === this.index.version) return;
    this.#told = this.index.version;
    this.#changes.tell();
  }

  /** Calls `listener` at each edit; `key` is valid during the call only. */
  onEdit(listener: (edit: KeyEdit, key: Uint8Array) => void): Disposable {
    return this.#edits.add(listener);
  }

  /** Calls `listener` after each batch that changed something. */
  onChange(listener: () => void): Disposable {
    return this.#changes.add(listener);
  }
}

/** Ordinals `[from, to)` of the keys that begin with `prefix`. */
export function prefixOrdinals(index: KeyIndex, prefix: Uint8Array): { from: number; to: number } {
  const end = prefixEnd(prefix);
  const toLast = end.length === 1 && end[0] === 0;
  return { from: index.rank(prefix), to: toLast ? index.size : index.rank(end) };
}
