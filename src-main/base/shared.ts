import { type Disposable, toDisposable } from './lifecycle';
import type { Live } from './live';

/** A share of something that others may use too. Dispose of it when done; twice does no harm. */
export interface Lent<T> extends Disposable {
  readonly value: T;
}

/**
 * One thing that several use: made for the first user, kept for `lingerMs` after the last one, then disposed of. A window
 * that reloads finds it as it was.
 */
export class Shared<T extends Disposable> implements Disposable {
  readonly #make: () => T;
  readonly #lingerMs: number;
  #value: T | null = null;
  #users = 0;
  #lingering: NodeJS.Timeout | undefined;
  #ended = false;

  /** `lingerMs`: milliseconds; Infinity keeps it until the end. */
  constructor(make: () => T, lingerMs: number) {
    this.#make = make;
    this.#lingerMs = lingerMs;
  }

  /** What is there now, without a share in it; null when nobody has used it for a while. */
  get value(): T | null {
    return this.#value;
  }

  /** Throws what `make` throws; then nothing is held. */
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

  /** Puts a newly made one in place of what is there, when somebody uses it. */
  async renew(): Promise<void> {
    const old = this.#value;
    this.#value = this.#users > 0 ? this.#make() : null;
    await old?.dispose();
  }

  /** A state that is kept up to date only while somebody listens: each listener holds this. */
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
