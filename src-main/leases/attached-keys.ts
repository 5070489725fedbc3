import { compareBytes } from '@shared/bytes';
import { type AttachedKey, LEASE_KEY_BYTES } from '@shared/contract/leases';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import type { ListSource } from '../base/list';
import { pause } from '../base/live';
import type { ConnectionLeases } from './connection-leases';
import { failureOf } from './failure-of';
import { nextCount } from './schedule';

/** The minimum interval between two requests; longer for many keys. Milliseconds. */
const AGAIN_MS = 2000;

/** The keys attached to a lease, in etcd's order, refreshed repeatedly. Empty when the lease is gone. */
export class AttachedKeys implements ListSource<AttachedKey> {
  readonly dropped = 0;
  readonly #leases: ConnectionLeases;
  readonly #id: bigint;
  readonly #listeners = new Listeners();
  readonly #end = new AbortController();
  #keys: readonly Uint8Array[];
  #version = 1;

  private constructor(leases: ConnectionLeases, id: bigint, keys: readonly Uint8Array[]) {
    this.#leases = leases;
    this.#id = id;
    this.#keys = keys;
    void this.#keepUp(this.#end.signal);
  }

  /** Requests the keys once. LEASE_NOT_FOUND, PERMISSION_DENIED when the user may not read them all. */
  static async open(leases: ConnectionLeases, id: bigint, signal?: AbortSignal): Promise<AttachedKeys> {
    return new AttachedKeys(leases, id, await ask(leases, id, signal));
  }

  get length(): number {
    return this.#keys.length;
  }

  get version(): number {
    return this.#version;
  }

  rows(from: number, to: number): readonly AttachedKey[] {
    return this.#keys
      .slice(Math.max(from, 0), Math.max(to, 0))
      .map((key) => ({ key: key.slice(0, LEASE_KEY_BYTES), size: key.length }));
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  dispose(): void {
    this.#end.abort();
    this.#listeners.clear();
  }

  async #keepUp(signal: AbortSignal): Promise<void> {
    for (;;) {
      await pause(Math.max(AGAIN_MS, nextCount(this.#keys.length, 0) / 2), signal);
      if (signal.aborted) return;
      try {
        this.#take(await ask(this.#leases, this.#id, signal));
      } catch (error) {
        if (isAborted(signal)) return;
        // Any other failure may pass; keep what is known.
        if (failureOf(error).code === 'LEASE_NOT_FOUND') this.#take([]);
      }
    }
  }

  #take(keys: readonly Uint8Array[]): void {
    const before = this.#keys;
    const isSame =
      keys.length === before.length && keys.every((key, at) => compareBytes(key, before[at] ?? key) === 0);
    if (isSame) return;
    this.#keys = keys;
    this.#version++;
    this.#listeners.tell();
  }
}

/** etcd returns them unordered. */
async function ask(
  leases: ConnectionLeases,
  id: bigint,
  signal?: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const { keys } = await leases.source.timeToLive(id, { keys: true, signal });
  return [...keys].sort(compareBytes);
}

/** A function, because the compiler would otherwise assume that the flag cannot change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
