import { create } from '@bufbuild/protobuf';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EventSchema } from '../etcd/gen/mvcc_pb';
import { EventView } from './event-view';
import type { FeedListener } from './feed';
import { LoggedWatch } from './logged-watch';

/** A feed controlled by the test, which sees what was opened, from where, and with which listener. */
function playedFeed() {
  const opened: bigint[] = [];
  let heard: FeedListener | null = null;
  let covered = 0n;
  return {
    opened,
    /** The revision up to which the feed has delivered everything in its range. */
    cover: (revision: bigint) => void (covered = revision),
    get listener(): FeedListener {
      if (!heard) throw new Error('nobody listens');
      return heard;
    },
    get closed(): boolean {
      return heard === null;
    },
    open(_range: unknown, revision: bigint, listener: FeedListener) {
      opened.push(revision);
      heard = listener;
      covered = revision - 1n;
      return {
        get revision() {
          return covered;
        },
        dispose: () => {
          if (heard === listener) heard = null;
        },
      };
    },
  };
}

function watchOf(feed: ReturnType<typeof playedFeed>, clock = { ms: 1000 }) {
  return new LoggedWatch({
    id: 'w',
    range: { kind: 'key', key: Buffer.from('k') },
    from: 5n,
    open: (range, revision, listener) => feed.open(range, revision, listener),
    bounds: { events: 10, bytes: 1e9 },
    now: () => clock.ms,
    changed: () => undefined,
  });
}

function puts(first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, at) =>
    create(EventSchema, { kv: { key: Buffer.from('k'), modRevision: BigInt(first + at), version: 1n } }),
  );
}

function lines(watch: LoggedWatch): string[] {
  const view = new EventView(watch.log, { search: new Uint8Array(0), within: 'any', changes: [] });
  return view.rows(0, 100).map((row) => (row.kind === 'event' ? `event ${row.revision}` : row.marker.kind));
}

afterEach(() => vi.useRealTimers());

const endpoint = 'http://127.0.0.1:2379';

describe('a logged watch', () => {
  it('says that it was taken up again, where, and how long that took', () => {
    const feed = playedFeed();
    const clock = { ms: 1000 };
    const watch = watchOf(feed, clock);
    feed.listener.following(endpoint, 5n);
    feed.listener.events(puts(5, 6));
    clock.ms = 2000;
    feed.listener.lost({ code: 'NO_LEADER', data: { endpoint } });
    clock.ms = 3200;
    feed.listener.lost(null);
    expect(watch.info.phase).toEqual({ kind: 'resuming', since: '1970-01-01T00:00:02.000Z', failure: null });
    feed.listener.following('http://127.0.0.1:2380', 7n);
    expect(watch.info.phase.kind).toBe('live');
    feed.listener.events(puts(7, 7));
    expect(watch.log.entry(3)?.marker).toEqual({
      kind: 'resumed',
      revision: '7',
      endpoint: 'http://127.0.0.1:2380',
      afterMs: 1200,
      complete: true,
    });
    expect(watch.log.end).toBe(5);
  });

  it('does not say that nothing was missed before it is known, and says it when all stays quiet', () => {
    vi.useFakeTimers();
    const feed = playedFeed();
    const watch = watchOf(feed);
    feed.listener.following(endpoint, 5n);
    feed.listener.lost(null);
    feed.listener.following(endpoint, 5n);
    vi.advanceTimersByTime(999);
    expect(watch.log.end).toBe(1);
    vi.advanceTimersByTime(1);
    expect(watch.log.entry(1)?.marker).toMatchObject({ kind: 'resumed', complete: true });
  });

  it.each([
    ['is told so again', true],
    ['goes on without a word', false],
  ])('says which revisions a compaction took from it, and nothing else of them, when it %s', (_, isTold) => {
    const feed = playedFeed();
    const watch = watchOf(feed);
    feed.listener.following(endpoint, 5n);
    feed.listener.events(puts(5, 6));
    feed.listener.lost(null);
    feed.listener.following(endpoint, 7n);
    feed.listener.missed(7n, 30n);
    if (isTold) feed.listener.following(endpoint, 31n);
    feed.listener.events(puts(31, 31));
    expect(watch.log.entry(3)?.marker).toEqual({ kind: 'missed', from: '7', to: '30' });
    expect(watch.log.entry(4)?.marker).toMatchObject({ kind: 'resumed', revision: '31', complete: false });
    expect(watch.log.end).toBe(6);
    feed.cover(30n);
    expect(watch.info.revision).toBe('30');
  });

  it('leaves events at etcd when a pause lasts, and fetches them from where it stopped', () => {
    const feed = playedFeed();
    const watch = watchOf(feed);
    feed.listener.following(endpoint, 5n);
    watch.pause(true);
    feed.cover(9n);
    feed.listener.events(puts(5, 9));
    expect(watch.info).toMatchObject({ phase: { kind: 'held' }, waiting: 5, revision: '9' });
    expect(feed.closed).toBe(true);
    watch.pause(false);
    expect(feed.opened).toEqual([5n, 10n]);
    feed.listener.following(endpoint, 10n);
    feed.listener.events(puts(10, 11));
    expect(watch.info).toMatchObject({ phase: { kind: 'live', endpoint }, waiting: 0, received: 7 });
  });

  it('keeps its log when etcd ends it, and says why', () => {
    const feed = playedFeed();
    const watch = watchOf(feed);
    feed.listener.following(endpoint, 5n);
    feed.listener.events(puts(5, 5));
    const failure = { code: 'PERMISSION_DENIED', data: { user: 'u', action: 'watch', key: null } } as const;
    feed.listener.failed(failure);
    expect(watch.info.phase).toEqual({ kind: 'failed', failure });
    expect(watch.log.entry(2)?.marker).toEqual({ kind: 'ended', failure });
    expect(watch.log.received).toBe(1);
  });

  it('goes on in the same log once what etcd refused is mended, and says for how long it was away', () => {
    const feed = playedFeed();
    const clock = { ms: 1000 };
    const watch = watchOf(feed, clock);
    feed.listener.following(endpoint, 5n);
    feed.listener.failed({ code: 'AUTH_FAILED', data: { endpoint, user: 'u' } });
    clock.ms = 4000;
    feed.listener.lost(null);
    feed.listener.following(endpoint, 6n);
    feed.listener.events(puts(6, 6));
    expect(watch.info).toMatchObject({ phase: { kind: 'live' }, received: 1 });
    expect(lines(watch)).toEqual(['started', 'ended', 'resumed']);
    const resumed = { kind: 'resumed', afterMs: 3000, complete: true, revision: '6' };
    expect(watch.log.entry(2)?.marker).toMatchObject(resumed);
  });

  it('closes its feed when it ends', async () => {
    const feed = playedFeed();
    const watch = watchOf(feed);
    await watch.dispose();
    expect(feed.closed).toBe(true);
  });

  it('tells markers from events of any filter', () => {
    const feed = playedFeed();
    const watch = watchOf(feed);
    feed.listener.following(endpoint, 5n);
    feed.listener.events(puts(5, 5));
    expect(lines(watch)).toEqual(['started']);
  });
});
