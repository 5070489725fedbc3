import type { FailureValue } from '@shared/contract/failures';
import {
  computed,
  onScopeDispose,
  readonly,
  ref,
  type Ref,
  shallowReadonly,
  shallowRef,
  type ShallowRef,
  watch,
} from 'vue';
import { connection } from './engine';
import { failureOf, LinkLost } from './failure';

export interface LiveState<T> {
  /** The latest state; null before the first. Kept while `stale`. */
  readonly state: Readonly<ShallowRef<T | null>>;
  /** Why the stream cannot be had; null while it can. */
  readonly failure: Readonly<Ref<FailureValue | null>>;
  /** The same, for what is no expected failure: a bug's error. */
  readonly error: Readonly<ShallowRef<unknown>>;
  /** Whether `state` may be out of date: the stream is not open, or has not said anything since it was. */
  readonly stale: Readonly<Ref<boolean>>;
}

type Open<T> = (signal: AbortSignal) => Promise<AsyncIterable<T>>;

/** Wait before a stream that failed for another reason than the link is tried again. Milliseconds. */
const RETRY_MS = 1000;

/**
 * Follows a live state of the engine until the effect scope ends: opened at once, opened again after a reconnect
 * or when it broke off.
 */
export function useLive<T>(open: Open<T>): LiveState<T> {
  return useLiveOf(
    () => true,
    (_key, signal) => open(signal),
  );
}

/**
 * The same for a state that depends on `key` (a cluster's id, a query): opened afresh when the key becomes another
 * (by its JSON), with `state` null until the new one is there; closed, and `state` null, while the key is null.
 */
export function useLiveOf<K, T>(
  key: () => K | null,
  open: (key: K, signal: AbortSignal) => Promise<AsyncIterable<T>>,
): LiveState<T> {
  const state = shallowRef<T | null>(null);
  const error = shallowRef<unknown>(null);
  const stale = ref(true);
  let abort = new AbortController();
  watch(
    () => JSON.stringify(key()),
    () => {
      abort.abort();
      abort = new AbortController();
      state.value = null;
      error.value = null;
      stale.value = true;
      const now = key();
      if (now === null) return;
      void followStream((signal) => open(now, signal), abort.signal, {
        value: (value) => {
          state.value = value;
          error.value = null;
          stale.value = false;
        },
        broken: (reason) => {
          stale.value = true;
          error.value = reason;
        },
      });
    },
    { immediate: true },
  );
  onScopeDispose(() => abort.abort());
  return {
    state: shallowReadonly(state),
    error: shallowReadonly(error),
    failure: computed(() => failureOf(error.value)),
    stale: readonly(stale),
  };
}

/**
 * Opens a stream and opens it again whenever it ends, until `signal`. `broken` hears why: null for a lost link,
 * which the window says elsewhere.
 */
export async function followStream<T>(
  open: Open<T>,
  signal: AbortSignal,
  on: { value(value: T): void; broken(reason: unknown): void },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await connection.opened(signal);
      for await (const value of await open(signal)) {
        if (isAborted(signal)) return;
        on.value(value);
      }
      if (isAborted(signal)) return;
      on.broken(null);
    } catch (error) {
      if (isAborted(signal)) return;
      on.broken(error instanceof LinkLost ? null : error);
      if (error instanceof LinkLost) continue;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Read through a function: the compiler would otherwise hold that it cannot have changed during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
