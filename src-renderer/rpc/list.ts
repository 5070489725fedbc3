import { type ListSignal, MAX_ROWS } from '@shared/contract/base';
import type { FailureValue } from '@shared/contract/failures';
import { computed, onScopeDispose, type Ref, shallowRef, watch } from 'vue';
import { useLiveOf } from './live';

/** A list area of the contract, as the client sees it. */
export interface ListArea<Q, R> {
  open(query: Q, options: { signal: AbortSignal }): Promise<AsyncIterable<ListSignal>>;
  rows(
    input: { view: string; from: number; to: number },
    options: { signal: AbortSignal },
  ): Promise<{ from: number; version: number; dropped: number; rows: R[] }>;
}

export interface ListWindow<R> {
  readonly length: Readonly<Ref<number>>;
  /** Rows dropped from the engine's bounded buffer before row 0. */
  readonly dropped: Readonly<Ref<number>>;
  /** 0 until the engine reports the list; grows with each change; restarts with a new query. */
  readonly version: Readonly<Ref<number>>;
  /**
   * Row `index`, or undefined while it loads. Reactive. Rows requested together are fetched in one call, with
   * rows around them.
   */
  row(index: number): R | undefined;
  /** Row `index` if it is loaded. Requests nothing, so it is safe to call for any row. Reactive. */
  peek(index: number): R | undefined;
  /** Whether the link or the list's stream is down, so the rows may be out of date. */
  readonly stale: Readonly<Ref<boolean>>;
  readonly failure: Readonly<Ref<FailureValue | null>>;
  readonly error: Readonly<Ref<unknown>>;
}

/** Rows fetched before and after the requested ones: about two screens. */
const MARGIN = 100;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The loaded rows, numbered from the first row ever, so that a growing `dropped` does not shift them. */
interface Block<R> {
  readonly view: string;
  readonly version: number;
  readonly first: number;
  readonly rows: readonly R[];
}

/**
 * A window on a list in the engine, until the effect scope ends; no list while `query` returns null. Keeps at
 * most `MAX_ROWS` rows here, however long the list is.
 */
export function useList<Q, R>(area: ListArea<Q, R>, query: () => Q | null): ListWindow<R> {
  const live = useLiveOf(query, (now, signal) => area.open(now, { signal }));
  const block = shallowRef<Block<R> | null>(null);
  const abort = new AbortController();
  let asked: Range = { from: 0, to: 0 };
  let scheduled = false;
  let fetching = false;

  function ask(index: number): void {
    if (scheduled) {
      asked = { from: Math.min(asked.from, index), to: Math.max(asked.to, index + 1) };
      return;
    }
    asked = { from: index, to: index + 1 };
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      void fetch();
    });
  }

  /**
   * Fetches the wanted rows that are not loaded, and repeats if more rows were requested or the list changed
   * meanwhile.
   */
  async function fetch(): Promise<void> {
    const [signal, range] = [live.state.value, asked];
    if (fetching || !signal || abort.signal.aborted || holds(block.value, signal, range)) return;
    fetching = true;
    try {
      const answer = await area.rows({ view: signal.view, ...around(range) }, { signal: abort.signal });
      const first = answer.from + answer.dropped;
      if (live.state.value?.view === signal.view)
        block.value = { view: signal.view, version: answer.version, first, rows: answer.rows };
    } catch {
      // The view ended or the link broke. The stream reports that, and its next signal fetches again.
    } finally {
      fetching = false;
    }
    if (live.state.value !== signal || asked !== range) await fetch();
  }

  watch(live.state, () => void fetch(), { flush: 'sync' });
  watch(
    () => JSON.stringify(query()),
    () => (block.value = null),
    { flush: 'sync' },
  );
  onScopeDispose(() => abort.abort());

  function peek(index: number): R | undefined {
    const [held, dropped] = [block.value, live.state.value?.dropped ?? 0];
    return held === null ? undefined : held.rows[index + dropped - held.first];
  }

  return {
    length: computed(() => live.state.value?.length ?? 0),
    dropped: computed(() => live.state.value?.dropped ?? 0),
    // The engine counts from 0 too, so version 0 must differ from "not known yet".
    version: computed(() => (live.state.value ? live.state.value.version + 1 : 0)),
    row(index) {
      ask(index);
      return peek(index);
    },
    peek,
    stale: live.stale,
    failure: live.failure,
    error: live.error,
  };
}

/** Whether the block holds every row of `[from, to)` in the list, at the version of the signal. */
function holds(block: Block<unknown> | null, signal: ListSignal, asked: Range): boolean {
  if (block?.view !== signal.view || block.version < signal.version) return false;
  const from = Math.min(asked.from, signal.length) + signal.dropped - block.first;
  const to = Math.min(asked.to, signal.length) + signal.dropped - block.first;
  return from >= to || (from >= 0 && to <= block.rows.length);
}

/** `asked` with a margin, at most `MAX_ROWS`. */
function around(asked: Range): Range {
  const from = Math.max(0, asked.from - MARGIN);
  return { from, to: Math.min(asked.to + MARGIN, from + MAX_ROWS) };
}
