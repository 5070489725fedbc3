import type { ListSignal } from '@shared/contract/base';
import { keyChanges, type WatchesState, type WatchRow } from '@shared/contract/watch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { CommandLog } from '../../src-main/etcdctl/command-log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { put } from '../../src-main/etcd/calls/kv';
import { implementer } from '../../src-main/rpc/implementer';
import { watchRouter } from '../../src-main/watch/area';
import { sessionSource } from '../../src-main/watch/session-feed';
import { Watches } from '../../src-main/watch/watches';
import { startCluster, type TestCluster } from '../support/etcd/etcd';
import { until } from '../support/until';
import { type Client, type Link, type Served, transports } from './transports';

const connection = { kind: 'local', cluster: 'demo' } as const;
const text = (string: string) => new TextEncoder().encode(string);
const binary = Uint8Array.of(0, 255, 47, 92);

/** The latest value of a stream, which is read continuously. */
function latest<T>(stream: AsyncIterable<T>): { value: T | null } {
  const seen: { value: T | null } = { value: null };
  void (async () => {
    for await (const value of stream) seen.value = value;
  })().catch(() => undefined);
  return seen;
}

describe.each(transports)('watches over %s', (_name, serve) => {
  let cluster: TestCluster;
  let etcd: EtcdClient;
  let watches: Watches;
  let served: Served;
  const commands = new CommandLog();
  const abort = new AbortController();
  const { signal } = abort;

  beforeAll(async () => {
    cluster = await startCluster({ size: 1 });
    etcd = new EtcdClient({ endpoints: cluster.endpoints, log: silentLog });
    watches = new Watches({ source: () => sessionSource(etcd, silentLog), recorder: commands });
    served = await serve({ watch: watchRouter(implementer(silentLog).watch, watches) });
  }, 30_000);
  afterAll(async () => {
    abort.abort();
    await served.dispose();
    await watches.dispose();
    etcd.dispose();
    await cluster.dispose();
  });

  /** All rows of a watch, as a window without a filter reads them. */
  async function openLog(client: Client, watch: string) {
    const query = {
      watch,
      search: new Uint8Array(0),
      within: 'any' as const,
      changes: [...keyChanges],
    };
    const signals: { value: ListSignal | null } = latest(await client.watch.log.open(query, { signal }));
    await until('the log is open', () => signals.value);
    return async (): Promise<WatchRow[]> => {
      const view = signals.value?.view ?? '';
      return (await client.watch.log.rows({ view, from: 0, to: 100 })).rows;
    };
  }

  async function stateOf(client: Client) {
    const state: { value: WatchesState | null } = latest(
      await client.watch.state({ connection }, { signal }),
    );
    await until('the state is told', () => state.value);
    return () => state.value?.watches ?? [];
  }

  it('a window that comes back finds the same watch, with all that came meanwhile', async () => {
    const before: Link = await served.connect();
    const range = { kind: 'prefix', key: binary } as const;
    const { watch } = await before.client.watch.start({ connection, range, from: null });
    await put(etcd, { key: binary, value: text('one') });
    const first = await openLog(before.client, watch);
    await until('the first is there', async () => (await first()).length === 2);
    before.drop();
    await put(etcd, { key: binary, value: Uint8Array.of(254, 0) });

    const { client } = await served.connect();
    const state = await stateOf(client);
    expect(state().map(({ id, range: of }) => [id, of])).toContainEqual([watch, range]);
    const rows = await openLog(client, watch);
    await until('both are there', async () => (await rows()).length === 3);
    const [started, created, modified] = await rows();
    expect(started).toMatchObject({ kind: 'marker', marker: { kind: 'started' } });
    expect(created).toMatchObject({ change: 'created', key: { bytes: binary, size: 4 }, previous: null });
    expect(modified).toMatchObject({
      change: 'modified',
      value: { bytes: Uint8Array.of(254, 0), size: 2 },
      previous: { bytes: text('one'), size: 3 },
    });
    const event = await client.watch.event({ watch, seq: modified?.seq ?? 0 });
    expect(event).toMatchObject({ key: binary, version: '2', previous: { value: text('one') } });
    expect(await client.watch.event({ watch, seq: 0 })).toBeNull();
  });

  it('one window pauses, clears and stops what another one sees', async () => {
    const one = (await served.connect()).client;
    const two = (await served.connect()).client;
    const range = { kind: 'key', key: text('shared') } as const;
    const { watch } = await one.watch.start({ connection, range, from: null });
    const seen = await stateOf(two);
    const mine = () => seen().find(({ id }) => id === watch);
    await until('the other sees it', () => mine());
    const rows = await openLog(two, watch);

    await one.watch.pause({ watch, paused: true });
    await put(etcd, { key: text('shared'), value: text('1') });
    await until('it waits', () => mine()?.waiting === 1);
    expect(await rows()).toHaveLength(1);
    await one.watch.clear({ watch });
    await one.watch.pause({ watch, paused: false });
    await until('what waited is shown', async () => (await rows()).length === 1);
    expect((await rows())[0]?.kind).toBe('event');

    await one.watch.stop({ watch });
    await until('it is gone', () => !mine());
    const again = one.watch.pause({ watch, paused: true });
    await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'watch' } });
  });

  it('what cannot be watched is refused by its code, and the log of commands has what was', async () => {
    const { client } = await served.connect();
    const empty = { kind: 'prefix', key: new Uint8Array(0) } as const;
    const start = (from: string | null) => client.watch.start({ connection, range: { kind: 'all' }, from });
    await expect(client.watch.start({ connection, range: empty, from: null })).rejects.toMatchObject({
      code: 'KEY_EMPTY',
    });
    await expect(start('99999')).rejects.toMatchObject({
      code: 'REVISION_FUTURE',
      data: { revision: '99999' },
    });
    await start('1');
    expect(commands.entries.at(-1)?.line).toBe("etcdctl watch --prev-kv --prefix --rev=1 ''");
  });
});
