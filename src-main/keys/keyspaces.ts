import type { ConnectionRef } from '@shared/contract/connection-ref';
import { type Disposable, DisposableStore, toDisposable } from '../base/lifecycle';
import type { Log } from '../base/log';
import { Keyspace } from './keyspace';
import type { KeySource } from './source/source';

export interface KeyspacesOptions {
  /** Where the keys of a connection come from; NOT_FOUND when there is no such. */
  readonly source: (connection: ConnectionRef) => KeySource;
  readonly log: Log;
  /** How long keys are kept that nobody looks at, milliseconds. */
  readonly lingerMs?: number;
}

/** A window that is reloaded, or comes back to the area, finds the keys as they were. */
const LINGER_MS = 60_000;

interface Held {
  readonly connection: ConnectionRef;
  readonly keyspace: Keyspace;
  users: number;
  timer: NodeJS.Timeout | null;
}

/** A keyspace, for as long as one uses it. */
export interface Lent extends Disposable {
  readonly keyspace: Keyspace;
}

/** The keys of each connection, shared by all who look at them, and let go of when nobody has for a while. */
export class Keyspaces implements Disposable {
  readonly #options: KeyspacesOptions;
  readonly #held = new Map<string, Held>();
  readonly #store = new DisposableStore();

  constructor(options: KeyspacesOptions) {
    this.#options = options;
  }

  /** The keyspace of a connection, begun if it is not there. Dispose of what is returned when done. */
  use(connection: ConnectionRef): Lent {
    const name = JSON.stringify(connection);
    const held = this.#held.get(name) ?? this.#begin(name, connection);
    held.users++;
    if (held.timer) clearTimeout(held.timer);
    held.timer = null;
    let used = true;
    const release = toDisposable(() => {
      if (used && --held.users === 0) this.#linger(name, held);
      used = false;
    });
    return { keyspace: held.keyspace, ...release };
  }

  /** Lets go of the keys of connections that are gone. */
  async retain(isThere: (connection: ConnectionRef) => boolean): Promise<void> {
    const gone = [...this.#held].filter(([, { connection }]) => !isThere(connection));
    for (const [name, { keyspace, timer }] of gone) {
      if (timer) clearTimeout(timer);
      this.#held.delete(name);
      await this.#store.release(keyspace);
    }
  }

  dispose(): Promise<void> {
    for (const held of this.#held.values()) if (held.timer) clearTimeout(held.timer);
    this.#held.clear();
    return this.#store.dispose();
  }

  #begin(name: string, connection: ConnectionRef): Held {
    const { source, log } = this.#options;
    const keyspace = this.#store.add(new Keyspace(source(connection), log));
    const held: Held = { connection, keyspace, users: 0, timer: null };
    this.#held.set(name, held);
    return held;
  }

  #linger(name: string, held: Held): void {
    if (this.#held.get(name) !== held) return;
    held.timer = setTimeout(() => {
      this.#held.delete(name);
      void this.#store.release(held.keyspace);
    }, this.#options.lingerMs ?? LINGER_MS);
    held.timer.unref();
  }
}
