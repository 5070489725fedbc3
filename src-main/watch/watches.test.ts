import type { FailureValue } from '@shared/contract/failures';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { MAX_WATCHES, type WatchRange } from '@shared/contract/watch';
import { describe, expect, it } from 'vitest';
import { Failure } from '../base/failure';
import type { RecordedAction } from '../base/recorder';
import type { OpenFeed } from './feed';
import { Watches } from './watches';

const bytes = (text: string) => new TextEncoder().encode(text);
const one: ConnectionRef = { kind: 'local', cluster: 'one' };
const other: ConnectionRef = { kind: 'local', cluster: 'other' };
const prefix: WatchRange = { kind: 'prefix', key: bytes('/a/') };

/** First byte of the keys that may not be watched. */
const SECRET = 0xff;
const denied: FailureValue = { code: 'PERMISSION_DENIED', data: { user: 'u', action: 'watch', key: null } };

/** Watches of a cluster at revision 9 that sends no events. */
function testWatches() {
  const asked: unknown[] = [];
  const noted: [RecordedAction, FailureValue | null][] = [];
  let open = 0;
  let removed = false;
  const feed: OpenFeed = (range, revision, listener) => {
    asked.push({ range, revision });
    open++;
    setImmediate(() => {
      if (range.key[0] === SECRET) listener.failed(denied);
      else listener.following('http://127.0.0.1:2379', revision);
    });
    const dispose = () => {
      open--;
    };
    return { revision: revision - 1n, dispose };
  };
  const watches = new Watches({
    source: () => {
      if (removed) throw new Failure('NOT_FOUND', { what: 'connection', name: 'one' });
      return {
        open: feed,
        beginning: (_range, from) =>
          from !== null && from > 10n
            ? Promise.reject(new Failure('REVISION_FUTURE', { revision: from.toString() }))
            : Promise.resolve(from ?? 10n),
      };
    },
    recorder: {
      record: (action, failure) => {
        noted.push([action, failure]);
      },
    },
  });
  const remove = () => {
    removed = true;
  };
  return { watches, asked, noted, open: () => open, remove };
}

describe('the watches of the engine', () => {
  it('begin after the present revision, or at the one asked for, in the range asked for', async () => {
    const { watches, asked } = testWatches();
    await watches.start(one, prefix, null);
    await watches.start(one, { kind: 'all' }, '3');
    await watches.start(one, { kind: 'key', key: bytes('k') }, '4');
    const zero = Uint8Array.of(0);
    expect(asked).toEqual([
      { range: { key: bytes('/a/'), rangeEnd: bytes('/a0') }, revision: 10n },
      { range: { key: zero, rangeEnd: zero }, revision: 3n },
      { range: { key: bytes('k'), rangeEnd: new Uint8Array(0) }, revision: 4n },
    ]);
    expect(watches.state(one).value.watches.map(({ from }) => from)).toEqual(['10', '3', '4']);
  });

  it('have none of a connection that was removed while it was taken', async () => {
    const { watches, open, remove } = testWatches();
    const starting = watches.start(one, prefix, null);
    remove();
    await watches.retain(() => false);
    await expect(starting).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(open()).toBe(0);
    expect(watches.state(one).value.watches).toEqual([]);
  });

  it('refuse a key of no bytes, and a revision that is not there, and note nothing that did not begin', async () => {
    const { watches, open, noted } = testWatches();
    const empty = watches.start(one, { kind: 'prefix', key: new Uint8Array(0) }, null);
    await expect(empty).rejects.toMatchObject({ code: 'KEY_EMPTY' });
    await expect(watches.start(one, prefix, '11')).rejects.toMatchObject({ code: 'REVISION_FUTURE' });
    expect(open()).toBe(0);
    expect(noted.map(([, failure]) => failure?.code)).toEqual(['KEY_EMPTY', 'REVISION_FUTURE']);
  });

  it('refuse what etcd refuses to watch, and keep nothing of it', async () => {
    const { watches, open } = testWatches();
    const secret = watches.start(one, { kind: 'prefix', key: Uint8Array.of(SECRET) }, null);
    await expect(secret).rejects.toMatchObject(denied);
    expect(open()).toBe(0);
    expect(watches.state(one).value.watches).toEqual([]);
  });

  it('are those of their connection, and tell of every change', async () => {
    const { watches } = testWatches();
    let told = 0;
    watches.state(one).onChange(() => told++);
    const id = await watches.start(one, prefix, null);
    await watches.start(other, prefix, null);
    expect(watches.state(one).value.watches.map((watch) => watch.id)).toEqual([id]);
    const before = told;
    watches.get(id).pause(true);
    expect(told).toBeGreaterThan(before);
    expect(watches.state(one).value.watches[0]?.paused).toBe(true);
  });

  it('end when they are stopped, or when their connection is gone', async () => {
    const { watches, open } = testWatches();
    const id = await watches.start(one, prefix, null);
    await watches.start(other, prefix, null);
    await watches.stop(id);
    await watches.stop(id);
    expect(open()).toBe(1);
    expect(() => watches.get(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    await watches.retain((connection) => connection === one);
    expect(open()).toBe(0);
  });

  it('are bounded in number', async () => {
    const { watches, open } = testWatches();
    for (let count = 0; count < MAX_WATCHES; count++) await watches.start(one, prefix, null);
    const more = watches.start(one, prefix, null);
    await expect(more).rejects.toMatchObject({ code: 'TOO_MANY_WATCHES' });
    await watches.start(other, prefix, null);
    expect(open()).toBe(MAX_WATCHES + 1);
    await watches.dispose();
    expect(open()).toBe(0);
  });

  it('are noted as the etcdctl command that shows the same', async () => {
    const { watches, noted } = testWatches();
    await watches.start(one, prefix, '3');
    expect(noted[0]?.[0]).toEqual({
      connection: one,
      area: 'watch',
      command: { words: ['watch'], flags: ['--prev-kv', '--prefix', '--rev=3'], args: [bytes('/a/')] },
    });
  });

  it('of a key that begins with a dash are noted, though etcdctl cannot watch it', async () => {
    const { watches, noted } = testWatches();
    await watches.start(one, { kind: 'key', key: bytes('-k') }, null);
    expect(noted[0]?.[0].command).toMatchObject({ args: [bytes('-k')], hindrance: 'leadingDash' });
  });
});
