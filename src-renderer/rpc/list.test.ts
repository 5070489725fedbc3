import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { effectScope, type EffectScope, ref, watch } from 'vue';
import { type ListArea, useList } from './list';

vi.mock('./engine', async () => (await import('./fake-engine.fixture')).engineModule);

interface Query {
  readonly search: string;
}

/** A list as an engine holds it, with rows 'PREFIX INDEX'. */
function testArea() {
  const streams: { signal: (length: number, dropped?: number) => void; ended: boolean; query: Query }[] = [];
  let asked: { from: number; to: number }[] = [];
  // As in the engine's lists, a list that never changed has version 0.
  let version = -1;
  let dropped = 0;
  const area: ListArea<Query, string> = {
    open(query, { signal }) {
      const view = `v${streams.length}`;
      const waiting: { view: string; length: number; version: number; dropped: number }[] = [];
      let wake: () => void = () => undefined;
      const stream = {
        query,
        ended: false,
        signal(length: number, gone = 0) {
          dropped = gone;
          waiting.push({ view, length, version: ++version, dropped });
          wake();
        },
      };
      streams.push(stream);
      signal.addEventListener('abort', () => {
        stream.ended = true;
        wake();
      });
      return Promise.resolve(
        (async function* () {
          while (!stream.ended) {
            const next = waiting.shift();
            if (next) yield next;
            else await new Promise<void>((resolve) => (wake = resolve));
          }
        })(),
      );
    },
    rows({ view, from, to }) {
      asked.push({ from, to });
      const query = streams[Number(view.slice(1))]?.query.search ?? '';
      const rows = Array.from({ length: to - from }, (_row, index) => `${query} ${from + index + dropped}`);
      return Promise.resolve({ from, version, dropped, rows });
    },
  };
  const takeAsked = () => {
    const taken = asked;
    asked = [];
    return taken;
  };
  return { area, streams, takeAsked };
}

let scope: EffectScope;
beforeEach(() => {
  scope = effectScope();
});
afterEach(() => scope.stop());

function open(follows = false) {
  const engine = testArea();
  const query = ref<Query | null>({ search: 'a' });
  const list = scope.run(() =>
    useList(
      engine.area,
      () => query.value,
      () => follows,
    ),
  );
  if (!list) throw new Error('the scope has ended');
  return { ...engine, list, query };
}

it('is known after the first signal, even when it is empty and never changed', async () => {
  const { list, streams } = open();
  expect(list.version.value).toBe(0);
  await flushPromises();
  streams[0]?.signal(0);
  await flushPromises();
  expect(list.version.value).toBeGreaterThan(0);
});

it('rows requested together come in one call, with rows around them', async () => {
  const { list, streams, takeAsked } = open();
  await flushPromises();
  streams[0]?.signal(10_000);
  await flushPromises();
  takeAsked();
  expect([list.length.value, list.stale.value]).toEqual([10_000, false]);
  expect([list.row(1000), list.row(1001), list.row(1040)]).toEqual([undefined, undefined, undefined]);
  await flushPromises();
  expect(takeAsked()).toEqual([{ from: 900, to: 1141 }]);
  expect([list.row(1000), list.row(1141)]).toEqual(['a 1000', undefined]);
  list.row(1020);
  await flushPromises();
  expect(list.row(1020)).toBe('a 1020');
});

it('loaded rows are not requested again until the list changes', async () => {
  const { list, streams, takeAsked } = open();
  await flushPromises();
  streams[0]?.signal(50);
  list.row(0);
  await flushPromises();
  takeAsked();
  list.row(3);
  await flushPromises();
  expect(takeAsked()).toEqual([]);
  streams[0]?.signal(60);
  await flushPromises();
  expect(takeAsked()).toHaveLength(1);
});

it('a request never exceeds what one call returns', async () => {
  const { list, streams, takeAsked } = open();
  await flushPromises();
  streams[0]?.signal(10_000);
  await flushPromises();
  takeAsked();
  list.row(0);
  list.row(9999);
  await flushPromises();
  expect(takeAsked().every(({ from, to }) => to - from <= 500)).toBe(true);
});

it('rows dropped before the first do not shift the loaded rows', async () => {
  const { list, streams } = open();
  await flushPromises();
  streams[0]?.signal(300);
  list.row(0);
  list.row(20);
  await flushPromises();
  expect(list.row(20)).toBe('a 20');
  streams[0]?.signal(300, 5);
  await flushPromises();
  expect([list.row(15), list.dropped.value]).toEqual(['a 20', 5]);
});

it('a new query opens a new list and shows no rows of the old one', async () => {
  const { list, query, streams } = open();
  await flushPromises();
  streams[0]?.signal(10);
  list.row(0);
  await flushPromises();
  query.value = { search: 'b' };
  await flushPromises();
  expect([streams[0]?.ended, list.length.value, list.row(0)]).toEqual([true, 0, undefined]);
  streams[1]?.signal(3);
  await flushPromises();
  expect([list.length.value, list.row(0)]).toEqual([3, 'b 0']);
});

it('the list is closed while the query is null, and when its scope ends', async () => {
  const { list, query, streams } = open();
  await flushPromises();
  streams[0]?.signal(10);
  await flushPromises();
  query.value = null;
  await flushPromises();
  expect([streams.length, streams[0]?.ended, list.length.value]).toEqual([1, true, 0]);
  query.value = { search: 'a' };
  await flushPromises();
  scope.stop();
  expect(streams[1]?.ended).toBe(true);
});

it('peeking at a row does not request it', async () => {
  const { list, streams, takeAsked } = open();
  await flushPromises();
  streams[0]?.signal(10_000);
  await flushPromises();
  takeAsked();
  expect(list.peek(3)).toBe('a 3');
  expect(list.peek(5000)).toBeUndefined();
  await flushPromises();
  expect(takeAsked()).toEqual([]);
});

it('a change is shown together with its rows, which are those in sight', async () => {
  const { list, streams, takeAsked } = open();
  await flushPromises();
  streams[0]?.signal(1000);
  await flushPromises();
  for (let index = 500; index < 530; index++) list.row(index);
  await flushPromises();
  takeAsked();
  const seen: (string | undefined)[] = [];
  const stop = watch(list.length, () => seen.push(list.peek(500), list.peek(529)), { flush: 'sync' });
  streams[0]?.signal(1010);
  await flushPromises();
  stop();
  expect([list.length.value, seen]).toEqual([1010, ['a 500', 'a 529']]);
  expect(takeAsked()).toEqual([{ from: 500, to: 530 }]);
});

it('a list that sticks to its end has its new last rows at once, in one call for each change', async () => {
  const { list, streams, takeAsked } = open(true);
  await flushPromises();
  streams[0]?.signal(1000);
  await flushPromises();
  for (let index = 970; index < 1000; index++) list.row(index);
  await flushPromises();
  takeAsked();
  for (const length of [1100, 1150]) {
    streams[0]?.signal(length);
    await flushPromises();
    expect(takeAsked()).toEqual([{ from: length - 30, to: length }]);
    expect([list.length.value, list.peek(length - 30), list.peek(length - 1)]).toEqual([
      length,
      `a ${length - 30}`,
      `a ${length - 1}`,
    ]);
  }
});

it('the rows around those in sight come when the list rests', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { list, streams, takeAsked } = open();
  await vi.advanceTimersByTimeAsync(0);
  streams[0]?.signal(1000);
  await vi.advanceTimersByTimeAsync(0);
  list.row(500);
  await vi.advanceTimersByTimeAsync(1000);
  takeAsked();
  for (let times = 1; times <= 10; times++) {
    streams[0]?.signal(1000 + times);
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(takeAsked()).toEqual(Array.from({ length: 10 }, () => ({ from: 500, to: 501 })));
  await vi.advanceTimersByTimeAsync(1000);
  expect(takeAsked()).toEqual([{ from: 400, to: 601 }]);
});

it('rows that cannot be read leave the length, and are asked for once', async () => {
  const { list, area, streams } = open();
  let asked = 0;
  area.rows = () => {
    asked++;
    return Promise.reject(new Error('no rows'));
  };
  await flushPromises();
  streams[0]?.signal(1000);
  await flushPromises();
  expect([list.length.value, list.row(3)]).toEqual([1000, undefined]);
  await flushPromises();
  const before = asked;
  await flushPromises();
  expect([asked, before <= 3]).toEqual([before, true]);
});
