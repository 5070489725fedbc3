import { AsyncIteratorClass } from '@orpc/client';
import { onScopeDispose, type Ref, shallowRef, type ShallowRef, watch } from 'vue';
import { answerAlways } from './fake-engine.fixture';

/** The latest value of a stream; null before the first. */
export type Sent<T> = Readonly<Ref<{ readonly value: T } | null>>;

/** The fake whose stream was opened last. */
let opened: unknown = null;

/**
 * Answers a streaming procedure of the fake engine with the value of `sent`, at once and after each change.
 * `useOpened` returns `fake` for this procedure; `onOpen` hears of each call.
 */
export function answerStream<T>(
  procedure: unknown,
  fake: unknown,
  sent: Sent<T>,
  onOpen?: (input: unknown, signal: AbortSignal | undefined) => void,
): void {
  answerAlways(procedure, (input, options) => {
    opened = fake;
    onOpen?.(input, options?.signal);
    return Promise.resolve(follow(sent, options?.signal));
  });
}

/** The latest value, then each later one, until `signal`. */
function follow<T>(sent: Sent<T>, signal: AbortSignal | undefined) {
  const waiting = sent.value ? [sent.value] : [];
  let wake: () => void = () => undefined;
  const stop = watch(
    sent,
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
 * The fake whose stream `open` opens for the current key, until the effect scope ends; null while the key is null. It is
 * null as well when the test gives no such stream, which fails the test. `F` is the type of the fake behind `open`.
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
      // Only the call of a procedure tells which fake answers it, and the call does not know the fake's type.
      fake.value = opened as F | null;
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(() => abort.abort());
  return fake;
}
