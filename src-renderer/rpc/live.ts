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
  /** The latest state; null before the first. It is kept while `stale`. */
  readonly state: Readonly<ShallowRef<T | null>>;
  /** Why the stream is unavailable; null while it works. */
  readonly failure: Readonly<Ref<FailureValue | null>>;
  /** The error when the reason is not an expected failure but a bug. */
  readonly error: Readonly<ShallowRef<unknown>>;
  /** Whether `state` may be out of date: the stream is closed, or has sent nothing since it opened. */
  readonly stale: Readonly<Ref<boolean>>;
}

type Open<T> = (signal: AbortSignal) => Promise<AsyncIterable<T>>;

/** Wait before retrying a stream that failed for a reason other than the link. Milliseconds. */
const RETRY_MS = 1000;

/**
 * Follows a live state of the engine until the effect scope ends. Opens it at once, and again after a
 * reconnect or when the stream breaks.
 */
export function useLive<T>(open: Open<T>): LiveState<T> {
  return useLiveOf(
    () => true,
    (_key, signal) => open(signal),
  );
}

/**
 * Follows a live state that depends on `key` (a cluster's id, a query). A different key (compared as JSON)
 * opens a new stream, and `state` is null until its first value. While the key is null, the stream is closed
 * and `state` is null.
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
 * Opens a stream, and reopens it whenever it ends, until `signal` aborts. Calls `broken` with the reason;
 * null means a lost link, which the window reports elsewhere.
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

/** Read through a function; otherwise the compiler assumes it cannot change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
