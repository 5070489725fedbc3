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
/** The rows around the shown ones are fetched when the list has not changed for so long. Milliseconds. */
const QUIET_MS = 200;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The list as the window shows it: one version of it, and the loaded rows. */
interface Shown<R> extends ListSignal {
  /** Rows are numbered from the first row ever, so that a growing `dropped` does not shift them. */
  readonly first: number;
  readonly rows: readonly R[];
}

/**
 * A window on a list in the engine, until the effect scope ends; no list while `query` returns null. Keeps at
 * most `MAX_ROWS` rows here, however long the list is.
 *
 * A change is shown together with its rows, so a changing list has no blank rows. It costs one call for the rows that
 * are in sight, and no more until the list rests. `follows`: whether the list sticks to its end, so that other rows are
 * in sight after a change.
 */
export function useList<Q, R>(
  area: ListArea<Q, R>,
  query: () => Q | null,
  follows: () => boolean = () => false,
): ListWindow<R> {
  const live = useLiveOf(query, (now, signal) => area.open(now, { signal }));
  const shown = shallowRef<Shown<R> | null>(null);
  const abort = new AbortController();
  let asked: Range = { from: 0, to: 0 };
  let scheduled = false;
  let fetching = false;
  let quiet: ReturnType<typeof setTimeout> | undefined;

  function ask(index: number): void {
    if (scheduled) {
      asked = { from: Math.min(asked.from, index), to: Math.max(asked.to, index + 1) };
      return;
    }
    asked = { from: index, to: index + 1 };
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      void fetch(MARGIN);
    });
  }

  /**
   * Fetches the wanted rows with a margin unless they are loaded with `needed` rows around them, and repeats if more
   * rows were requested or the list changed meanwhile.
   */
  async function fetch(margin: number, needed = 0): Promise<void> {
    const [signal, wanted, before] = [live.state.value, asked, shown.value];
    if (fetching || !signal || abort.signal.aborted) return;
    const range = moved(wanted, before, latest(signal, before), follows());
    if (before && holds(before, latest(signal, before), around(range, needed))) {
      show(signal, before);
      return;
    }
    fetching = true;
    try {
      const { view } = signal;
      const answer = await area.rows({ view, ...around(range, margin) }, { signal: abort.signal });
      const first = answer.from + answer.dropped;
      if (live.state.value?.view === view) show(signal, { ...answer, view, first });
      if (asked === wanted) asked = range;
    } catch {
      // The view ended or the link broke. The stream reports that, and its next signal fetches again.
      if (shown.value?.view !== signal.view) show(signal, { ...signal, first: 0, rows: [] });
    } finally {
      fetching = false;
    }
    if (live.state.value !== signal) changed();
    else if (asked !== wanted && asked !== range) await fetch(MARGIN);
  }

  function show(signal: ListSignal, loaded: Omit<Shown<R>, 'length'>): void {
    const now = { ...latest(signal, loaded), first: loaded.first, rows: loaded.rows };
    const { length, version, dropped, rows } = shown.value ?? {};
    const isSame = length === now.length && version === now.version && dropped === now.dropped;
    if (!isSame || rows !== now.rows) shown.value = now;
  }

  function changed(): void {
    clearTimeout(quiet);
    quiet = setTimeout(() => void fetch(MARGIN, MARGIN), QUIET_MS);
    void fetch(shown.value ? 0 : MARGIN);
  }

  watch(live.state, changed, { flush: 'sync' });
  watch(
    () => JSON.stringify(query()),
    () => (shown.value = null),
    { flush: 'sync' },
  );
  onScopeDispose(() => {
    abort.abort();
    clearTimeout(quiet);
  });

  function peek(index: number): R | undefined {
    const now = shown.value;
    return now === null ? undefined : now.rows[index + now.dropped - now.first];
  }

  return {
    length: computed(() => shown.value?.length ?? 0),
    dropped: computed(() => shown.value?.dropped ?? 0),
    // The engine counts from 0 too, so version 0 must differ from "not known yet".
    version: computed(() => (shown.value ? shown.value.version + 1 : 0)),
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

/** Where the rows of a range of the shown list are after a change. */
function moved({ from, to }: Range, shown: ListSignal | null, now: ListSignal, follows: boolean): Range {
  if (shown?.view !== now.view) return { from, to };
  const by = follows && to >= shown.length ? now.length - shown.length : shown.dropped - now.dropped;
  return { from: Math.max(0, from + by), to: Math.max(0, to + by) };
}

/** The signal, unless rows of the same list were loaded after it was sent. */
function latest(signal: ListSignal, loaded: Omit<ListSignal, 'length'> | null): ListSignal {
  if (loaded?.view !== signal.view) return signal;
  const [version, dropped] = [
    Math.max(loaded.version, signal.version),
    Math.max(loaded.dropped, signal.dropped),
  ];
  return { ...signal, version, dropped };
}

/** Whether every row of the range is loaded at the version of the list now. */
function holds({ view, version, first, rows }: Shown<unknown>, now: ListSignal, range: Range): boolean {
  if (view !== now.view || version < now.version) return false;
  const from = Math.min(range.from, now.length) + now.dropped - first;
  const to = Math.min(range.to, now.length) + now.dropped - first;
  return from >= to || (from >= 0 && to <= rows.length);
}

/** A range with a margin, at most `MAX_ROWS`. */
function around(range: Range, margin: number): Range {
  const from = Math.max(0, range.from - margin);
  return { from, to: Math.min(range.to + margin, from + MAX_ROWS) };
}
