import { create } from '@bufbuild/protobuf';
import type { KeyChangeKind, WatchMarker, WatchRow } from '@shared/contract/watch';
import { keyChanges, ROW_BYTES } from '@shared/contract/watch';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Event, Event_EventType, EventSchema } from '../etcd/gen/mvcc_pb';
import { EventLog } from './event-log';
import { type EventFilter, EventView } from './event-view';
import { eventOf } from './rows';
import { until } from '../../test/support/until';

interface Change {
  readonly change: KeyChangeKind;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly previous: Uint8Array | null;
}

/** The event that etcd would send for the change. */
function asEvent({ change, key, value, previous }: Change, revision: number): Event {
  const modRevision = BigInt(revision);
  const before = { key, createRevision: 1n, modRevision: modRevision - 1n, version: 1n };
  return create(EventSchema, {
    type: change === 'deleted' ? Event_EventType.DELETE : Event_EventType.PUT,
    kv:
      change === 'deleted'
        ? { key, modRevision }
        : { key, value, modRevision, createRevision: 1n, version: change === 'created' ? 1n : 2n },
    ...(previous === null ? {} : { prevKv: { ...before, value: previous } }),
  });
}

const everything: EventFilter = { search: new Uint8Array(0), within: 'any', changes: [...keyChanges] };
const marker: WatchMarker = {
  kind: 'resumed',
  revision: '7',
  endpoint: 'http://127.0.0.1:1',
  afterMs: 3,
  complete: true,
};

const someBytes = (maxLength: number) => fc.uint8Array({ maxLength, max: 4 });
const change = fc.record({
  change: fc.constantFrom(...keyChanges),
  key: fc.uint8Array({ minLength: 1, maxLength: 5, max: 4 }),
  value: fc.oneof(someBytes(6), fc.constant(new Uint8Array(2000).fill(9))),
  previous: fc.option(someBytes(6)),
});
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('add' as const), changes: fc.array(change) }) },
  fc.record({ do: fc.constantFrom('mark' as const, 'pause' as const, 'go on' as const, 'clear' as const) }),
);
const filter: fc.Arbitrary<EventFilter> = fc.record({
  search: someBytes(2),
  within: fc.constantFrom('any', 'key', 'value'),
  changes: fc.subarray([...keyChanges]),
});

/** The same log in the simplest form: all entries in one array. */
class Model {
  readonly entries: (Change | 'marker')[] = [];
  first = 0;
  pausedAt: number | null = null;

  constructor(
    readonly events: number,
    readonly bytes: number,
  ) {}

  add(entry: Change | 'marker'): void {
    this.entries.push(entry);
    const held = () => this.entries.slice(this.first);
    const size = () => held().reduce((sum, each) => sum + sizeOf(each), 0);
    while (held().length > this.events || (size() > this.bytes && held().length > 1)) this.first++;
  }

  get end(): number {
    return Math.max(this.pausedAt ?? this.entries.length, this.first);
  }

  shown({ search, within, changes }: EventFilter): number[] {
    const numbers: number[] = [];
    for (let seq = this.first; seq < this.end; seq++) {
      const entry = this.entries[seq];
      if (entry === 'marker' || (entry && changes.includes(entry.change) && found(entry))) numbers.push(seq);
    }
    return numbers;

    function found({ change, key, value, previous }: Change): boolean {
      const shownValue = change === 'deleted' ? (previous ?? []) : value;
      const inKey = has(key, search) && within !== 'value';
      return inKey || (has(shownValue, search) && within !== 'key');
    }
  }
}

function sizeOf(entry: Change | 'marker'): number {
  if (entry === 'marker') return 0;
  const value = entry.change === 'deleted' ? 0 : entry.value.length;
  return entry.key.length + value + (entry.previous?.length ?? 0);
}

function has(bytes: ArrayLike<number>, part: Uint8Array): boolean {
  const text = (of: ArrayLike<number>) => `,${Array.from(of).join(',')},`;
  return part.length === 0 || text(bytes).includes(text(part));
}

/** All rows, read in windows of three. */
function allRows(view: EventView): WatchRow[] {
  const rows: WatchRow[] = [];
  for (let from = 0; from < view.length; from += 3) rows.push(...view.rows(from, from + 3));
  return rows;
}

describe('the views of a watch log', () => {
  it('show exactly what was received, whatever is filtered, paused, cleared or pushed out', async () => {
    const bounds = fc.record({
      events: fc.integer({ min: 1, max: 40 }),
      bytes: fc.integer({ min: 1, max: 9000 }),
    });
    await fc.assert(
      fc.asyncProperty(bounds, filter, fc.array(step, { maxLength: 30 }), async (bound, chosen, steps) => {
        const log = new EventLog(bound);
        const model = new Model(bound.events, bound.bytes);
        const views = [new EventView(log, everything), new EventView(log, chosen)];
        for (const each of steps) apply(each, log, model);
        views.push(new EventView(log, chosen));
        for (const [index, view] of views.entries()) {
          const shown = model.shown(index === 0 ? everything : chosen);
          await until('the view has looked at all', () => view.length === shown.length, { everyMs: 0 });
          expect(allRows(view).map(({ seq }) => seq)).toEqual(shown);
          for (const row of allRows(view)) expectSame(row, model.entries[row.seq], log);
          await view.dispose();
        }
        const shownEvents = model.entries.filter((entry) => entry !== 'marker').length;
        expect(log.received).toBe(shownEvents);
      }),
      { numRuns: 150 },
    );
  });

  function apply(
    each: typeof step extends fc.Arbitrary<infer T> ? T : never,
    log: EventLog,
    model: Model,
  ): void {
    if (each.do === 'add') {
      log.add(
        each.changes.map((one, at) => asEvent(one, model.entries.length + at + 1)),
        1000,
      );
      for (const one of each.changes) model.add(one);
    } else if (each.do === 'mark') {
      log.mark(marker, 1000);
      model.add('marker');
    } else if (each.do === 'clear') {
      log.clear();
      model.first = model.end;
    } else {
      const paused = each.do === 'pause';
      log.pause(paused);
      model.pausedAt = paused ? (model.pausedAt ?? model.entries.length) : null;
    }
  }

  function expectSame(row: WatchRow, entry: Change | 'marker' | undefined, log: EventLog): void {
    if (row.kind === 'marker') {
      expect(entry).toBe('marker');
      expect(row.marker).toEqual(marker);
      return;
    }
    if (entry === undefined || entry === 'marker') throw new Error('a row of no event');
    const { change, key, value, previous } = entry;
    expect(row.change).toBe(change);
    expect(row.key).toEqual({ bytes: key, size: key.length });
    const whole = change === 'deleted' ? null : { bytes: value.slice(0, ROW_BYTES), size: value.length };
    expect(row.value).toEqual(whole);
    expect(row.previous?.bytes ?? null).toEqual(previous);
    const held = log.entry(row.seq);
    const event = held && eventOf(row.seq, held);
    expect(event?.value ?? null).toEqual(change === 'deleted' ? null : value);
    expect(event?.previous?.value ?? null).toEqual(previous);
  }

  it('hears of a change only when it shows one', () => {
    const log = new EventLog();
    const view = new EventView(log, { ...everything, changes: ['deleted'] });
    let told = 0;
    view.onChange(() => told++);
    const key = Uint8Array.of(1);
    log.add([asEvent({ change: 'created', key, value: key, previous: null }, 2)], 0);
    expect(told).toBe(0);
    log.add([asEvent({ change: 'deleted', key, value: key, previous: key }, 3)], 0);
    expect(told).toBe(1);
  });
});
