import { Allowance } from './allowance';
import type { Disposable } from './lifecycle';
import { Listeners } from './listeners';

/** A small state that changes: read it, or listen for changes. */
export interface Live<T> {
  readonly value: T;
  /** Calls `listener` after each change, synchronously, but not for the current value. */
  onChange(listener: () => void): Disposable;
}

/** A `Live` whose owner sets the value. */
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

/**
 * At most 20 updates a second reach a window, and 10 a second of a state that has changed all the time for two
 * seconds. More would be invisible, and each costs engine and window time.
 */
export const SIGNAL_INTERVAL_MS = 50;
/** What those two seconds allow beyond the lower rate. */
const LASTING_BURST = 20;
/**
 * A change in a few quick steps, such as the members' answers to an election, is shown without delays between the
 * steps.
 */
const BURST = 3;

/**
 * Yields the value at once, then after changes. The first few changes after a quiet time come at once; further
 * ones are merged, one in `intervalMs`, and half as many when the changes last. Values in between are skipped, the
 * last one never is. Ends with `signal`. All states reach a window this way.
 */
export async function* follow<T>(
  live: Live<T>,
  signal: AbortSignal,
  intervalMs = SIGNAL_INTERVAL_MS,
): AsyncGenerator<T, void, void> {
  const quick = new Allowance(BURST, intervalMs);
  const lasting = new Allowance(LASTING_BURST, 2 * intervalMs);
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
      await pause(Math.max(quick.spend(), lasting.spend()), signal);
    }
  } finally {
    signal.removeEventListener('abort', rouse);
    await subscription.dispose();
  }
}

/** A function, because the compiler would otherwise assume that the flag cannot change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Waits `ms`, or until `signal` aborts; never fails. */
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
