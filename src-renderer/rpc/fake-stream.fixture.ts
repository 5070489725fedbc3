import { AsyncIteratorClass } from '@orpc/client';
import { onScopeDispose, type Ref, shallowRef, type ShallowRef, watch } from 'vue';
import { answerAlways } from './fake-engine.fixture';

/** What a stream says now; null while it has nothing to say. */
export type Said<T> = Readonly<Ref<{ readonly value: T } | null>>;

/** The fake whose stream was opened last. */
let opened: unknown = null;

/**
 * Answers a streaming procedure of the fake engine with what `said` holds, at once and after each change. `fake` is
 * what `useOpened` gives for it; `onOpen` hears of each call.
 */
export function answerStream<T>(
  procedure: unknown,
  fake: unknown,
  said: Said<T>,
  onOpen?: (input: unknown, signal: AbortSignal | undefined) => void,
): void {
  answerAlways(procedure, (input, options) => {
    opened = fake;
    onOpen?.(input, options?.signal);
    return Promise.resolve(follow(said, options?.signal));
  });
}

/** What was said, then everything that is said later, until `signal`. */
function follow<T>(said: Said<T>, signal: AbortSignal | undefined) {
  const waiting = said.value ? [said.value] : [];
  let wake: () => void = () => undefined;
  const stop = watch(
    said,
    (now) => {
      if (now) waiting.push(now);
      wake();
    },
    { flush: 'sync' },
  );
  const end = () => {
    stop();
    wake();
  };
  signal?.addEventListener('abort', end);
  return new AsyncIteratorClass<T, undefined, void>(
    async () => {
      while (!signal?.aborted) {
        const next = waiting.shift();
        if (next) return { done: false, value: next.value };
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return { done: true, value: undefined };
    },
    () => {
      end();
      return Promise.resolve();
    },
  );
}

/**
 * The fake whose stream `open` opens for the key of the moment, until the effect scope ends; null while the key is
 * null, and when the test gives no such stream, which fails the test. `F` is the type of the fake behind `open`.
 */
export function useOpened<F, K>(
  key: () => K | null,
  open: (key: K, signal: AbortSignal) => Promise<unknown>,
): ShallowRef<F | null> {
  const fake = shallowRef<F | null>(null);
  let abort = new AbortController();
  watch(
    () => JSON.stringify(key()),
    () => {
      abort.abort();
      abort = new AbortController();
      const now = key();
      opened = null;
      if (now !== null) open(now, abort.signal).catch(() => undefined);
      // Which fake stands behind a procedure is known only when it is called, and by then its type is gone.
      fake.value = opened as F | null;
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(() => abort.abort());
  return fake;
}
