import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { Disposable } from './lifecycle';
import { type Lent, Shared } from './shared';

/** One item for each connection, shared by all who use it and disposed of with its connection. */
export class PerConnection<T extends Disposable> implements Disposable {
  readonly #make: (connection: ConnectionRef) => T;
  readonly #lingerMs: number;
  readonly #kept = new Map<string, { readonly connection: ConnectionRef; readonly shared: Shared<T> }>();

  /** `make` may throw, for example NOT_FOUND. For `lingerMs` see `Shared`. */
  constructor(make: (connection: ConnectionRef) => T, lingerMs: number) {
    this.#make = make;
    this.#lingerMs = lingerMs;
  }

  /** Throws what `make` throws. */
  hold(connection: ConnectionRef): Lent<T> {
    return this.#of(connection).hold();
  }

  /** Keeps the item until its connection is gone. Throws what `make` throws. */
  get(connection: ConnectionRef): T {
    const shared = this.#of(connection);
    return shared.value ?? shared.hold().value;
  }

  /** Disposes of the items of connections that are gone. */
  async retain(isThere: (connection: ConnectionRef) => boolean): Promise<void> {
    const gone = [...this.#kept].filter(([, { connection }]) => !isThere(connection));
    for (const [name] of gone) this.#kept.delete(name);
    await Promise.all(gone.map(([, { shared }]) => shared.dispose()));
  }

  dispose(): Promise<void> {
    return this.retain(() => false);
  }

  #of(connection: ConnectionRef): Shared<T> {
    const name = JSON.stringify(connection);
    const kept = this.#kept.get(name) ?? {
      connection,
      shared: new Shared(() => this.#make(connection), this.#lingerMs),
    };
    this.#kept.set(name, kept);
    return kept.shared;
  }
}
