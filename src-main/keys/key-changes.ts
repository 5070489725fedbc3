import type { KeyChange } from '@shared/contract/keys';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue } from '../base/live';
import type { KeyEvent } from './source/source';

/** The keys that are open in a window, and their latest change. */
export class KeyChanges {
  readonly #followed = new Map<string, Set<LiveValue<KeyChange>>>();

  /** The latest change of `key` from now on; null until it changes. */
  follow(key: Uint8Array): Live<KeyChange> & Disposable {
    const [name, change] = [nameOf(key), new LiveValue<KeyChange>(null)];
    const those = this.#followed.get(name) ?? new Set();
    this.#followed.set(name, those.add(change));
    return Object.assign(change, {
      dispose: () => {
        those.delete(change);
        if (those.size === 0) this.#followed.delete(name);
      },
    });
  }

  tell({ kind, key, revision }: KeyEvent): void {
    if (this.#followed.size === 0) return;
    const change = { kind: kind === 'put' ? kind : 'deleted', revision: String(revision) } as const;
    for (const one of this.#followed.get(nameOf(key)) ?? []) one.value = change;
  }

  /** Events were missed up to that revision, so any key may have changed. */
  tellUnknown(revision: bigint): void {
    for (const those of this.#followed.values())
      for (const one of those) one.value = { kind: 'unknown', revision: String(revision) };
  }
}

function nameOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
