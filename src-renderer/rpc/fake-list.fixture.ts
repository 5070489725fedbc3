import type { ListSignal } from '@shared/contract/base';
import type { FailureValue } from '@shared/contract/failures';
import { beforeEach } from 'vitest';
import { computed, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue';
import { answerAlways } from './fake-engine.fixture';
import { answerStream, useOpened } from './fake-stream.fixture';
import type * as realModule from './list';
import type { ListArea, ListWindow } from './list';

/** A list of the fake engine. At the start of each test it is empty and nobody has opened it. */
export interface FakeList<Q, R> {
  readonly rows: ShallowRef<readonly R[]>;
  readonly dropped: Ref<number>;
  /** Whether the engine has told the window about the list. */
  readonly known: Ref<boolean>;
  /** The query of the window that opened the list last; null when that window has closed it. */
  readonly asked: () => Q | null;
  /** Only `listModule` reads these: the real `rpc/list` finds them out by itself. */
  readonly stale: Ref<boolean>;
  readonly failure: Ref<FailureValue | null>;
  readonly error: ShallowRef<unknown>;
}

/** The client of a list, with its procedures as plain functions: they serve as keys here. */
interface Area<Q, R> {
  readonly open: ListArea<Q, R>['open'];
  readonly rows: ListArea<Q, R>['rows'];
}

interface Held<R> extends FakeList<unknown, R> {
  /** Grows at each change of the rows. */
  readonly version: Readonly<Ref<number>>;
}

/** Answers `open` and `rows` of a list of the fake engine. Call it at the top of a test file, not in a test. */
export function fakeList<Q, R>(area: Area<Q, R>): FakeList<Q, R> {
  const rows = shallowRef<readonly R[]>([]);
  const version = ref(0);
  let asked: Q | null = null;
  const list = {
    rows,
    dropped: ref(0),
    known: ref(true),
    asked: () => asked,
    version,
    stale: ref(false),
    failure: ref(null),
    error: shallowRef<unknown>(null),
  } satisfies FakeList<Q, R> & Held<R>;
  watch([rows, list.dropped], () => version.value++, { flush: 'sync' });
  const signal = (): ListSignal => ({
    view: 'v1',
    length: rows.value.length,
    version: version.value,
    dropped: list.dropped.value,
  });
  const sent = computed(() => (list.known.value ? { value: signal() } : null));
  answerStream(area.open, list, sent, (query, ended) => {
    // The compiler checks the query where the window opens the list; an answer gets it without its type.
    const now = query as Q;
    asked = now;
    ended?.addEventListener('abort', () => {
      if (asked === now) asked = null;
    });
  });
  answerAlways(area.rows, (input) => {
    const { from, to } = input as { from: number; to: number };
    const { version: of, dropped } = signal();
    return Promise.resolve({ from, version: of, dropped, rows: rows.value.slice(from, to) });
  });
  beforeEach(() => {
    rows.value = [];
    list.dropped.value = 0;
    list.known.value = true;
    asked = null;
    list.stale.value = false;
    list.failure.value = null;
    list.error.value = null;
  });
  return list;
}

/**
 * `rpc/list` without its waits: the window has each row as soon as the test sets it. For tests that read rows without
 * waiting: `vi.mock('../../rpc/list', async () => (await import('../../rpc/fake-list.fixture')).listModule)`.
 */
export const listModule = { useList } satisfies typeof realModule;

function useList<Q, R>(area: ListArea<Q, R>, query: () => Q | null): ListWindow<R> {
  const list = useOpened<Held<R>, Q>(query, (now, signal) => area.open(now, { signal }));
  const row = (index: number) => list.value?.rows.value[index];
  return {
    length: computed(() => list.value?.rows.value.length ?? 0),
    dropped: computed(() => list.value?.dropped.value ?? 0),
    version: computed(() => (list.value?.known.value ? list.value.version.value + 1 : 0)),
    row,
    peek: row,
    stale: computed(() => list.value?.stale.value ?? true),
    failure: computed(() => list.value?.failure.value ?? null),
    error: computed(() => list.value?.error.value ?? null),
  };
}
