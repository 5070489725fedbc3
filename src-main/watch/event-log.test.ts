import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { type Event, EventSchema } from '../etcd/gen/mvcc_pb';
import { EventLog } from './event-log';
import { eventOf, rowOf } from './rows';

function put(revision: number, value = 'v'): Event {
  const modRevision = BigInt(revision);
  return create(EventSchema, {
    kv: { key: Buffer.from('k'), value: Buffer.from(value), modRevision, createRevision: 1n, version: 1n },
  });
}

function puts(count: number): Event[] {
  return Array.from({ length: count }, (_, at) => put(at + 1));
}

describe('the log of a watch', () => {
  it('keeps the last events within its bounds and counts what fell out', () => {
    const log = new EventLog({ events: 2500, bytes: 1e9 });
    log.add(puts(6000), 0);
    expect({ first: log.first, end: log.end, dropped: log.dropped }).toEqual({
      first: 3500,
      end: 6000,
      dropped: 3500,
    });
    expect(log.entry(3499)).toBeNull();
    const entry = log.entry(3500);
    expect(entry && rowOf(3500, entry)).toMatchObject({ revision: '3501' });
  });

  it('is bounded by bytes too, and keeps an event that is larger than the bound', () => {
    const log = new EventLog({ events: 1000, bytes: 100 });
    log.add([put(1, 'a'.repeat(60)), put(2, 'b'.repeat(60)), put(3, 'c'.repeat(500))], 0);
    expect(log.end - log.first).toBe(1);
    const entry = log.entry(2);
    expect(entry && eventOf(2, entry)?.value?.length).toBe(500);
  });

  it('counts what waits while paused, and shows it when it goes on', () => {
    const log = new EventLog();
    log.add(puts(3), 0);
    log.pause(true);
    log.add(puts(5), 0);
    expect({ waiting: log.waiting, shown: log.visibleEnd }).toEqual({ waiting: 5, shown: 3 });
    log.pause(false);
    expect({ waiting: log.waiting, shown: log.visibleEnd }).toEqual({ waiting: 0, shown: 8 });
  });

  it('forgets at a clear what is shown and not what waits; cleared events did not fall out', () => {
    const log = new EventLog();
    log.add(puts(3), 0);
    log.pause(true);
    log.add(puts(5), 0);
    log.clear();
    expect({ first: log.first, end: log.end, dropped: log.dropped }).toEqual({
      first: 3,
      end: 8,
      dropped: 0,
    });
  });

  it('says when half of what it may hold waits', () => {
    const log = new EventLog({ events: 10, bytes: 1e9 });
    log.add(puts(10), 0);
    expect(log.waitsLong).toBe(false);
    log.pause(true);
    log.add(puts(4), 0);
    expect(log.waitsLong).toBe(false);
    log.add(puts(1), 0);
    expect(log.waitsLong).toBe(true);
  });

  it('holds nothing of the message that brought an event', () => {
    const log = new EventLog();
    const event = put(1, 'abc');
    log.add([event], 0);
    event.kv?.value.fill(0);
    const entry = log.entry(0);
    expect(Buffer.from((entry && eventOf(0, entry)?.value) ?? []).toString()).toBe('abc');
  });
});
