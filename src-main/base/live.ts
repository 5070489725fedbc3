import { Allowance } from './allowance';
import type { Disposable } from './lifecycle';
import { Listeners } from './listeners';

/** A small state that changes: read it, or hear of each change. */
export interface Live<T> {
  readonly value: T;
  /** Calls `listener` after each change, synchronously; not for the value as it is now. */
  onChange(listener: () => void): Disposable;
}

/** A `Live` that its owner sets. */
export class LiveValue<T> implements Live<T> {
  readonly #listeners = new Listeners();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.#listeners.tell();
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }
}

/** 20 signals a second to a window, on average: more cannot be seen, and would cost the engine. */
export const SIGNAL_INTERVAL_MS = 50;
/** What happens in a few steps, such as the members' answers to an election, is seen without a wait between them. */
const BURST = 3;

/**
 * Yields the value at once, then after changes: the first few after a quiet time at once, further ones together, one in
 * `intervalMs`. Values in between are skipped, the last one never is. Ends with `signal`. The one way in which states
 * reach a window.
 */
export async function* follow<T>(
  live: Live<T>,
  signal: AbortSignal,
  intervalMs = SIGNAL_INTERVAL_MS,
): AsyncGenerator<T, void, void> {
  const allowance = new Allowance(BURST, intervalMs);
  let changed = true;
  let wake: (() => void) | null = null;
  const rouse = () => {
    wake?.();
    wake = null;
  };
  const subscription = live.onChange(() => {
    changed = true;
    rouse();
  });
  signal.addEventListener('abort', rouse);
  const sleep = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      if (changed || signal.aborted) rouse();
    });
  try {
    while (!signal.aborted) {
      await sleep();
      if (isAborted(signal)) return;
      changed = false;
      yield live.value;
      await pause(allowance.spend(), signal);
    }
  } finally {
    signal.removeEventListener('abort', rouse);
    await subscription.dispose();
  }
}

/** Read through a function: the compiler would otherwise hold that it cannot have changed during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Waits `ms`, or until `signal`; never fails. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
