import { randomUUID } from 'node:crypto';
import { type ListSignal, MAX_ROWS } from '@shared/contract/base';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import type { ListSource } from '../base/list';
import { follow, type Live } from '../base/live';

/** Never aborts; for a caller without a signal, such as a test. */
const never = new AbortController().signal;

/**
 * The stream of a `live` procedure: the state now, then after each change, until the caller or its transport goes
 * away. Then disposes of `needed`.
 */
export function serveLive<T>(
  state: Live<T>,
  signal: AbortSignal = never,
  needed?: Disposable,
): AsyncGenerator<T, void, void> {
  const stream = follow(state, signal);
  if (!needed) return stream;
  return closing(stream, () => void needed.dispose(), signal);
}

/**
 * The open windows on lists of one kind. Each lives as long as the stream that opened it. When the stream ends, by
 * the caller, a lost transport or the end of the engine, its source is disposed of.
 */
export class ListViews<Row> {
  readonly #views = new Map<string, ListSource<Row>>();

  /** How many windows are open. */
  get size(): number {
    return this.#views.size;
  }

  /** Takes ownership of `source` and yields its signals. */
  open(source: ListSource<Row>, signal: AbortSignal = never): AsyncGenerator<ListSignal, void, void> {
    const view = randomUUID();
    this.#views.set(view, source);
    const close = () => {
      if (this.#views.delete(view)) void source.dispose();
    };
    return closing(follow(signals(view, source), signal), close, signal);
  }

  /** Rows of `[from, to)`, at most `MAX_ROWS`, clipped to the list. NOT_FOUND when the view is closed. */
  rows({ view, from, to }: { view: string; from: number; to: number }) {
    const source = this.#views.get(view);
    if (!source) throw new Failure('NOT_FOUND', { what: 'list', name: view });
    const rows = source.rows(from, Math.min(to, from + MAX_ROWS));
    return { from, version: source.version, dropped: source.dropped, rows: [...rows] };
  }
}

/** The stream, with `close` called once, at its end or when `signal` aborts. */
export function closing<T>(
  source: AsyncGenerator<T, unknown, void>,
  close: () => void,
  signal: AbortSignal = never,
): AsyncGenerator<T, void, void> {
  const end = () => {
    signal.removeEventListener('abort', end);
    close();
  };
  // Listens to the signal, too, because a generator that was never started does not reach its end.
  if (signal.aborted) end();
  else signal.addEventListener('abort', end);
  return ending(source, end);
}

async function* ending<T>(source: AsyncGenerator<T, unknown, void>, end: () => void) {
  try {
    yield* source;
  } finally {
    end();
  }
}

function signals(view: string, source: ListSource<unknown>): Live<ListSignal> {
  return {
    get value() {
      return { view, length: source.length, version: source.version, dropped: source.dropped };
    },
    onChange: (listener) => source.onChange(listener),
  };
}
