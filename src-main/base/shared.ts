import { type Disposable, toDisposable } from './lifecycle';
import type { Live } from './live';

/** A share in something that others may use too. Dispose of it when done; disposing twice is harmless. */
export interface Lent<T> extends Disposable {
  readonly value: T;
}

/**
 * One thing with several users: created for the first, kept for `lingerMs` after the last, then disposed of. A
 * window that reloads finds it unchanged.
 */
export class Shared<T extends Disposable> implements Disposable {
  readonly #make: () => T;
  readonly #lingerMs: number;
  #value: T | null = null;
  #users = 0;
  #lingering: NodeJS.Timeout | undefined;
  #ended = false;

  /** `lingerMs` is in milliseconds; Infinity keeps it until this is disposed of. */
  constructor(make: () => T, lingerMs: number) {
    this.#make = make;
    this.#lingerMs = lingerMs;
  }

  /** The current thing, without taking a share; null when nobody has used it for a while. */
  get value(): T | null {
    return this.#value;
  }

  /** Takes a share. If `make` throws, throws the same and holds nothing. */
  hold(): Lent<T> {
    const value = (this.#value ??= this.#make());
    clearTimeout(this.#lingering);
    this.#users++;
    let isHeld = true;
    const release = toDisposable(() => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#users === 0) this.#linger();
    });
    return { value, ...release };
  }

  /** Replaces the current thing with a new one, if it is in use. */
  async renew(): Promise<void> {
    const old = this.#value;
    this.#value = this.#users > 0 ? this.#make() : null;
    await old?.dispose();
  }

  /** A state that is updated only while it has listeners: each listener holds a share. */
  live<State>(read: () => State, onChange: (listener: () => void) => Disposable): Live<State> {
    return {
      get value() {
        return read();
      },
      onChange: (listener) => {
        const held = this.hold();
        const told = onChange(listener);
        return toDisposable(() => {
          void told.dispose();
          void held.dispose();
        });
      },
    };
  }

  async dispose(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#lingering);
    const value = this.#value;
    this.#value = null;
    await value?.dispose();
  }

  #linger(): void {
    if (this.#ended || this.#lingerMs === Infinity) return;
    this.#lingering = setTimeout(() => void this.renew(), this.#lingerMs);
    this.#lingering.unref();
  }
}
