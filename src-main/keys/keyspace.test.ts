import { prefixEnd } from '@shared/bytes';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../base/failure';
import { DisposableStore } from '../base/lifecycle';
import { silentLog } from '../base/log';
import { FakeSource } from './source/fake-source.fixture';
import { Keyspace } from './keyspace';
import { mergeRanges } from '../etcd/ranges';

const text = (string: string) => new TextEncoder().encode(string);
const key = fc
  .array(fc.constantFrom(0, 47, 97, 98, 255), { minLength: 1, maxLength: 4 })
  .map((b) => Uint8Array.from(b));
const prefix = (string: string) => ({ key: text(string), rangeEnd: prefixEnd(text(string)) });

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

function open(source: FakeSource): Keyspace {
  return store.add(new Keyspace(source, silentLog));
}

async function until(condition: () => boolean) {
  for (let turns = 0; turns < 2000; turns++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, turns < 200 ? 0 : 5));
  }
  throw new Error('it did not come to be');
}

const isLive = (keyspace: Keyspace) => keyspace.status.value.phase.kind === 'live';
const keysOf = (keyspace: Keyspace) =>
  Array.from({ length: keyspace.keys.index.size }, (_, at) => String(keyspace.keys.index.at(at)));

describe('the keys of a cluster', () => {
  it('are those of the cluster after any writes before, during and after the listing', async () => {
    const writes = fc.array(fc.tuple(fc.boolean(), key), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(writes, writes, writes, writes, async (before, during, after, unseen) => {
        const source = new FakeSource();
        const write = ([put, one]: [boolean, Uint8Array]) => (put ? source.put(one) : source.delete(one));
        before.forEach(write);
        const rest = [...during];
        source.betweenPages = () => rest.splice(0, 3).forEach(write);
        const keyspace = open(source);
        await until(() => isLive(keyspace));
        rest.forEach(write);
        after.forEach(write);
        await until(
          () => keyspace.status.value.revision === String(source.revision) || source.revision === 1n,
        );
        expect(keysOf(keyspace)).toEqual(source.keysAt(source.revision).map(String));
        // Events that the watch missed are found by a new listing, into the same list.
        source.miss(() => unseen.forEach(write));
        await until(() => isLive(keyspace) && keyspace.status.value.relisted !== null);
        expect(keysOf(keyspace)).toEqual(source.keysAt(source.revision).map(String));
        expect(keyspace.status.value.keys).toBe(source.keysAt(source.revision).length);
        keyspace.dispose();
      }),
      { numRuns: 60 },
    );
  });

  it('say how many are loaded of how many, and at which revision', async () => {
    const source = new FakeSource();
    for (let n = 0; n < 20; n++) source.put(text(`k${n}`));
    const keyspace = open(source);
    expect(keyspace.status.value.phase).toEqual({ kind: 'loading', loaded: 0, total: null });
    const seen: string[] = [];
    keyspace.status.onChange(() => seen.push(JSON.stringify(keyspace.status.value.phase)));
    await until(() => isLive(keyspace));
    expect(seen).toContain('{"kind":"loading","loaded":7,"total":20}');
    expect(keyspace.status.value).toMatchObject({ keys: 20, revision: '21', scope: { kind: 'all' } });
  });

  it('are listed again when a compaction overtakes the listing', async () => {
    const source = new FakeSource();
    for (let n = 0; n < 20; n++) source.put(text(`k${n}`));
    let once = true;
    source.betweenPages = () => {
      if (!once) return;
      once = false;
      source.put(text('late'));
      source.compact();
    };
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    expect(source.listings).toBe(2);
    expect(keysOf(keyspace)).toEqual(source.keysAt(source.revision).map(String));
  });

  it('are those of the granted ranges when the user may not read all, and the state says so', async () => {
    const source = new FakeSource();
    for (const one of ['a', 'app/1', 'app/2', 'b', 'sys/1', 'z']) source.put(text(one));
    source.refusal = { code: 'PERMISSION_DENIED', data: { user: 'ann', action: 'Range', key: null } };
    source.grants = [prefix('sys/'), prefix('app/'), { key: text('app/1'), rangeEnd: new Uint8Array() }];
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    expect(keysOf(keyspace)).toEqual(['app/1', 'app/2', 'sys/1'].map((one) => String(text(one))));
    expect(keyspace.status.value.scope).toEqual({
      kind: 'granted',
      user: 'ann',
      ranges: [prefix('app/'), prefix('sys/')],
    });
    source.put(text('app/3'));
    source.put(text('other'));
    source.delete(text('sys/1'));
    await until(() => keyspace.keys.index.has(text('app/3')) && !keyspace.keys.index.has(text('sys/1')));
    expect(keyspace.keys.index.has(text('other'))).toBe(false);
  });

  it('shrink to what is granted after a reload, when a role was taken away', async () => {
    const source = new FakeSource();
    for (const one of ['a', 'app/1', 'z']) source.put(text(one));
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    source.refusal = { code: 'PERMISSION_DENIED', data: { user: 'ann', action: 'Range', key: null } };
    source.grants = [prefix('app/')];
    keyspace.reload();
    await until(() => isLive(keyspace) && keyspace.status.value.scope.kind === 'granted');
    expect(keysOf(keyspace)).toEqual([String(text('app/1'))]);
    expect(source.watchers).toBe(1);
  });

  it('are final when nothing is granted, until they are reloaded', async () => {
    const source = new FakeSource();
    source.put(text('a'));
    source.refusal = { code: 'PERMISSION_DENIED', data: { user: 'ann', action: 'Range', key: null } };
    source.grants = [];
    const keyspace = open(source);
    await until(() => keyspace.status.value.phase.kind === 'failed');
    expect(keyspace.status.value.phase).toMatchObject({
      final: true,
      failure: { code: 'PERMISSION_DENIED' },
    });
    source.refusal = null;
    keyspace.reload();
    await until(() => isLive(keyspace));
    expect(keysOf(keyspace)).toHaveLength(1);
  });

  it('are asked for again by themselves while no endpoint answers', async () => {
    const source = new FakeSource();
    source.refusal = { code: 'ENDPOINT_UNREACHABLE', data: { endpoint: 'x', reason: { kind: 'refused' } } };
    const keyspace = open(source);
    await until(() => keyspace.status.value.phase.kind === 'failed');
    expect(keyspace.status.value.phase).toMatchObject({ final: false });
    source.refusal = null;
    await until(() => isLive(keyspace));
  });

  it('say that they are resuming while no member serves the watch', async () => {
    const source = new FakeSource();
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    const failure = new Failure('NO_LEADER', { endpoint: 'x' }).value;
    source.tell((listener) => listener.lost(failure));
    expect(keyspace.status.value.phase).toEqual({ kind: 'resuming', failure });
    source.tell((listener) => listener.following(null));
    expect(isLive(keyspace)).toBe(true);
  });

  it('tell who has one open what happens to it, and when that is not known', async () => {
    const source = new FakeSource();
    source.put(text('a'));
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    const change = store.add(keyspace.changesOf(text('a')));
    source.put(text('b'));
    expect(change.value).toBeNull();
    source.put(text('a'));
    await until(() => change.value !== null);
    expect(change.value).toEqual({ kind: 'put', revision: '4' });
    source.delete(text('a'));
    await until(() => change.value?.kind === 'deleted');
    source.miss(() => source.put(text('c')));
    await until(() => change.value?.kind === 'unknown');
  });

  it('take in a transaction of many keys without holding the event loop', async () => {
    const source = new FakeSource();
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    const events = Array.from({ length: 50_000 }, (_, n) => ({
      kind: 'put' as const,
      key: text(`k${n}`),
      revision: 2n,
    }));
    source.tell((listener) => listener.events(events));
    expect(keyspace.keys.index.size).toBeLessThan(50_000);
    await until(() => keyspace.keys.index.size === 50_000);
  });

  it('are those of the other cluster, or other user, when the connection has come to be one', async () => {
    const source = new FakeSource();
    for (const one of ['a', 'b', 'c']) source.put(text(one));
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    source.reconnect([text('b'), text('x')]);
    await until(() => isLive(keyspace) && keyspace.keys.index.has(text('x')));
    expect(keysOf(keyspace)).toEqual(['b', 'x'].map((one) => String(text(one))));
  });

  it('leave nothing behind when disposed of', async () => {
    const source = new FakeSource();
    const keyspace = open(source);
    await until(() => isLive(keyspace));
    keyspace.dispose();
    await until(() => source.watchers === 0);
  });
});

describe('granted ranges', () => {
  it('are merged where they overlap or touch', () => {
    const one = (string: string) => ({ key: text(string), rangeEnd: new Uint8Array() });
    const rest = { key: text('x'), rangeEnd: Uint8Array.of(0) };
    const merged = mergeRanges([one('b'), prefix('a'), prefix('ab'), rest, prefix('z'), one('c')]);
    expect(merged).toEqual([{ key: text('a'), rangeEnd: text('b\0') }, one('c'), rest]);
    expect(mergeRanges([{ key: text('b'), rangeEnd: text('a') }])).toEqual([]);
  });
});
