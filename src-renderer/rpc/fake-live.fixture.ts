import type { AsyncIteratorClass } from '@orpc/client';
import type { FailureValue } from '@shared/contract/failures';
import { beforeEach, type Mock } from 'vitest';
import { computed, ref, type Ref, shallowRef, type ShallowRef } from 'vue';
import { answerStream, useOpened } from './fake-stream.fixture';
import type * as realModule from './live';
import type { LiveState } from './live';

/** A live state of the fake engine. At the start of each test it has no state and no failure. */
export interface FakeLive<T> {
  /** The latest state that the engine sent; null before the first. Writing it sends it. */
  readonly state: Ref<T | null>;
  /** Sends a state. Unlike `state`, it can send null where the contract allows that. */
  send(state: T): void;
  /** Only `liveModule` reads these: the real `rpc/live` finds them out by itself. */
  readonly stale: Ref<boolean>;
  readonly failure: Ref<FailureValue | null>;
  readonly error: ShallowRef<unknown>;
}

type Live<T> = (...args: never[]) => Promise<AsyncIteratorClass<T, unknown, void>>;

/** The state that a live procedure of the contract follows. */
type StateOf<P> = P extends Live<infer T> ? T : never;

/** Answers a live procedure of the fake engine. Call it at the top of a test file, not in a test. */
export function fakeLive<P extends Live<unknown>>(procedure: Mock<P>): FakeLive<StateOf<P>> {
  const sent = shallowRef<{ readonly value: StateOf<P> } | null>(null);
  const live: FakeLive<StateOf<P>> = {
    state: computed({
      get: () => sent.value?.value ?? null,
      set: (value) => (sent.value = value === null ? null : { value }),
    }),
    send: (value) => (sent.value = { value }),
    stale: ref(false),
    failure: ref(null),
    error: shallowRef(null),
  };
  answerStream(procedure, live, sent);
  beforeEach(() => {
    sent.value = null;
    live.stale.value = false;
    live.failure.value = null;
    live.error.value = null;
  });
  return live;
}

/**
 * `rpc/live` without its waits: the window has each state as soon as the test sends it. For tests that read it without
 * waiting: `vi.mock('../../rpc/live', async () => (await import('../../rpc/fake-live.fixture')).liveModule)`.
 */
export const liveModule = { useLive, useLiveOf } satisfies Partial<typeof realModule>;

function useLive<T>(open: (signal: AbortSignal) => Promise<AsyncIterable<T>>): LiveState<T> {
  return useLiveOf(
    () => true,
    (_key, signal) => open(signal),
  );
}

function useLiveOf<K, T>(
  key: () => K | null,
  open: (key: K, signal: AbortSignal) => Promise<AsyncIterable<T>>,
): LiveState<T> {
  const live = useOpened<FakeLive<T>, K>(key, open);
  return {
    state: computed(() => live.value?.state.value ?? null),
    stale: computed(() => live.value?.stale.value ?? true),
    failure: computed(() => live.value?.failure.value ?? null),
    error: computed(() => live.value?.error.value ?? null),
  };
}
