import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import type { EventRow, WatchInfo, WatchMarker, WatchRange, WatchRow } from '@shared/contract/watch';
import { keyChanges } from '@shared/contract/watch';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../src-main/base/lifecycle';
import { silentLog } from '../../src-main/base/log';
import { shellLine } from '../../src-main/etcdctl/shell-line';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { openCredentials } from '../../src-main/etcd/links/credentials';
import { compact, put, range, txn } from '../../src-main/etcd/calls/kv';
import { watchCommand } from '../../src-main/watch/etcdctl';
import { type EventFilter, EventView } from '../../src-main/watch/event-view';
import { LoggedWatch } from '../../src-main/watch/logged-watch';
import { sessionSource } from '../../src-main/watch/session-feed';
import { Watches } from '../../src-main/watch/watches';
import { cleanEnv } from '../support/etcd/clean-env';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';
import { until } from '../support/until';

const connection: ConnectionRef = { kind: 'local', cluster: 'test' };
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (of: Uint8Array) => new TextDecoder().decode(of);

let parts = new DisposableStore();
afterEach(async () => {
  await parts.dispose();
  parts = new DisposableStore();
});

interface World {
  readonly cluster: TestCluster;
  readonly client: EtcdClient;
  readonly watches: Watches;
}

async function startWorld(size: number): Promise<World> {
  const cluster = parts.add(await startCluster({ size }));
  const client = parts.add(new EtcdClient({ endpoints: cluster.endpoints, log: silentLog }));
  const source = sessionSource(client, silentLog);
  const watches = parts.add(new Watches({ source: () => source, recorder: { record: () => undefined } }));
  return { cluster, client, watches };
}

const everything: EventFilter = { search: new Uint8Array(0), within: 'any', changes: [...keyChanges] };

function rowsOf(watches: Watches, id: string): readonly WatchRow[] {
  const view = new EventView(watches.get(id).log, everything);
  try {
    return view.rows(0, view.length);
  } finally {
    void view.dispose();
  }
}

function eventsOf(watches: Watches, id: string): readonly EventRow[] {
  return rowsOf(watches, id).filter((row) => row.kind === 'event');
}

function markersOf(watches: Watches, id: string): readonly WatchMarker[] {
  return rowsOf(watches, id).flatMap((row) => (row.kind === 'marker' ? [row.marker] : []));
}

function liveEndpoint({ phase }: WatchInfo): string | null {
  return phase.kind === 'live' ? phase.endpoint : null;
}

async function leaderOf(cluster: TestCluster): Promise<string> {
  return until('a leader is known', async () => {
    for (const node of cluster.nodes.filter(({ pid }) => pid !== null)) {
      const status = await cluster.etcdctl(['endpoint', 'status', '-w', 'json'], [node.clientUrl]);
      const found = /"leader":(\d+)/.exec(status)?.[1];
      const member = /"member_id":(\d+)/.exec(status)?.[1];
      if (found !== undefined && found === member) return node.name;
    }
    return null;
  });
}

/** Puts ten new keys a transaction until stopped, ignoring failures. Returns how many were tried. */
async function writeUntil(client: EtcdClient, stopped: AbortSignal): Promise<number> {
  let tried = 0;
  const writer = async (name: string) => {
    for (let round = 0; !stopped.aborted; round++) {
      const success = Array.from({ length: 10 }, (_, at) => ({
        request: {
          case: 'requestPut' as const,
          value: { key: bytes(`/w/${name}/${round}/${at}`), value: bytes(`${round}`) },
        },
      }));
      tried += success.length;
      await txn(client, { success }, { deadlineMs: 3000 }).catch(() => undefined);
    }
  };
  await Promise.all(['a', 'b', 'c'].map(writer));
  return tried;
}

describe('a watch log', () => {
  it('misses nothing and has nothing twice when the leader is killed under hundreds of events a second', async () => {
    const { cluster, client, watches } = await startWorld(3);
    const id = await watches.start(connection, { kind: 'prefix', key: bytes('/w/') }, null);
    const stop = new AbortController();
    const writing = writeUntil(client, stop.signal);
    const received = () => watches.get(id).log.received;
    await until('events come', () => received() > 500);
    const leader = await leaderOf(cluster);
    await cluster.node(leader).kill();
    const atKill = received();
    await until('events come again', () => received() > atKill + 1000, { deadlineMs: 30_000 });
    stop.abort();
    await writing;

    const truth = await range(client, { key: bytes('/w/'), rangeEnd: bytes('/w0'), keysOnly: true });
    const there = truth.kvs.map((kv) => `${kv.modRevision} ${text(kv.key)}`).sort();
    await until('all have come', () => received() >= there.length);
    const events = eventsOf(watches, id);
    expect(events.map(({ revision, key }) => `${revision} ${text(key.bytes)}`).sort()).toEqual(there);
    const revisions = events.map(({ revision }) => Number(revision));
    expect(revisions.every((revision, at) => at === 0 || revision >= (revisions[at - 1] ?? 0))).toBe(true);
    expect(
      markersOf(watches, id).every((marker) => marker.kind === 'started' || marker.kind === 'resumed'),
    ).toBe(true);
  });

  it('goes on at another member when its own is killed, and says so without a gap', async () => {
    const { cluster, client, watches } = await startWorld(3);
    const id = await watches.start(connection, { kind: 'all' }, null);
    const served = liveEndpoint(watches.get(id).info);
    const node = cluster.nodes.find(({ clientUrl }) => clientUrl === served);
    if (!node) throw new Error(`served by ${served ?? 'nobody'}`);
    await put(client, { key: bytes('before'), value: bytes('1') });
    await until('it has come', () => eventsOf(watches, id).length === 1);
    await node.kill();
    await until('another member takes it', () => {
      const now = liveEndpoint(watches.get(id).info);
      return now !== null && now !== served;
    });
    // What is written during the election may be lost, so it is written again.
    const after = { key: bytes('after'), value: bytes('2') };
    await until('there is a leader', () => put(client, after, { deadlineMs: 1000 }));
    await until('it has come', () => eventsOf(watches, id).length >= 2);
    const [first, second] = eventsOf(watches, id);
    const resumed = markersOf(watches, id).find((marker) => marker.kind === 'resumed');
    expect(resumed).toMatchObject({ complete: true, revision: `${Number(first?.revision) + 1}` });
    expect(resumed?.endpoint).not.toBe(served);
    expect(second && text(second.key.bytes)).toBe('after');
  });

  it('says exactly which revisions a compaction took while its member hung', async () => {
    const { cluster, client, watches } = await startWorld(3);
    await put(client, { key: bytes('k'), value: bytes('0') });
    const leader = await leaderOf(cluster);
    const follower = cluster.nodes.find(({ name }) => name !== leader);
    if (!follower) throw new Error('no follower');
    // Not the leader: the others would have to elect a new one first, and the watch would have moved on
    // before they can write.
    client.setEndpoints([follower.clientUrl]);
    const id = await watches.start(connection, { kind: 'all' }, null);
    client.setEndpoints(cluster.endpoints);
    const next = BigInt(watches.get(id).info.revision) + 1n;
    const endpoints = cluster.endpoints.filter((endpoint) => endpoint !== follower.clientUrl);
    const others = parts.add(new EtcdClient({ endpoints, log: silentLog }));
    await others.check();
    follower.pause();
    // Written and compacted before the watch notices and moves on, which takes some seconds.
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => put(others, { key: bytes('k'), value: bytes(`${at}`) })),
    );
    const last = answers.reduce((most, { header }) => {
      const revision = header?.revision ?? 0n;
      return revision > most ? revision : most;
    }, 0n);
    await compact(others, { revision: last });
    const missed = await until('the gap is said', () =>
      markersOf(watches, id).find((marker) => marker.kind === 'missed'),
    );
    expect(missed).toEqual({ kind: 'missed', from: `${next}`, to: `${last - 1n}` });
    await until('what is there goes on', () => eventsOf(watches, id).length === 1);
    expect(eventsOf(watches, id)[0]?.revision).toBe(`${last}`);
    const resumed = await until('it says that it goes on', () =>
      markersOf(watches, id).find((marker) => marker.kind === 'resumed'),
    );
    expect(resumed).toMatchObject({ complete: false });
    follower.resume();
  });

  it('begins at any revision that is there or comes next, and at no other', async () => {
    const { client, watches } = await startWorld(1);
    for (const value of ['1', '2', '3']) await put(client, { key: bytes('k'), value: bytes(value) });
    const now = (await range(client, { key: bytes('k') })).header?.revision ?? 0n;
    await compact(client, { revision: now - 1n });
    const start = (from: bigint) => watches.start(connection, { kind: 'all' }, from.toString());
    await expect(start(now - 2n)).rejects.toMatchObject({
      code: 'REVISION_COMPACTED',
      data: { revision: `${now - 2n}`, compacted: `${now - 1n}` },
    });
    await expect(start(now + 2n)).rejects.toMatchObject({ code: 'REVISION_FUTURE' });
    const old = await start(now - 1n);
    await start(now + 1n);
    await until('the old events have come', () => eventsOf(watches, old).length === 2);
    expect(eventsOf(watches, old).map(({ value }) => value && text(value.bytes))).toEqual(['2', '3']);
  });

  it('tells created, modified and deleted keys apart, with the value before and the lease', async () => {
    const { cluster, watches } = await startWorld(1);
    const id = await watches.start(connection, { kind: 'prefix', key: bytes('/x/') }, null);
    const lease = /lease (\w+) granted/.exec(await cluster.etcdctl(['lease', 'grant', '100']))?.[1] ?? '';
    await cluster.etcdctl(['put', '/x/k', 'one']);
    await cluster.etcdctl(['put', '/x/k', 'two', `--lease=${lease}`]);
    await cluster.etcdctl(['del', '/x/k']);
    await cluster.etcdctl(['put', '/y/k', 'not asked for']);
    await until('they have come', () => eventsOf(watches, id).length === 3);
    const seen = eventsOf(watches, id).map(({ change, value, previous, lease: of }) => [
      change,
      value && text(value.bytes),
      previous && text(previous.bytes),
      of,
    ]);
    expect(seen).toEqual([
      ['created', 'one', null, null],
      ['modified', 'two', 'one', lease.replace(/^0+/, '')],
      ['deleted', null, 'two', lease.replace(/^0+/, '')],
    ]);
  });

  it('of a value whose previous one was compacted says so: such a change is never a creation', async () => {
    const { client, watches } = await startWorld(1);
    const id = await watches.start(connection, { kind: 'key', key: bytes('old') }, null);
    await until('it is live', () => liveEndpoint(watches.get(id).info) !== null);
    const at: bigint[] = [];
    for (const value of ['1', '2', '3'])
      at.push((await put(client, { key: bytes('old'), value: bytes(value) })).header?.revision ?? 0n);
    await until('all came', () => eventsOf(watches, id).length === 3);
    await compact(client, { revision: at[2] ?? 0n, physical: true });
    const late = await watches.start(connection, { kind: 'key', key: bytes('old') }, String(at[2]));
    await until('it came again', () => eventsOf(watches, late).length === 1);
    const said = (watch: string) =>
      eventsOf(watches, watch).map(({ change, previous }) => [change, previous && text(previous.bytes)]);
    expect(said(id)).toEqual([
      ['created', null],
      ['modified', '1'],
      ['modified', '2'],
    ]);
    expect(said(late)).toEqual([['modified', null]]);
  });

  it('loses nothing in a pause that is longer than the log: the rest is left at etcd, and fetched', async () => {
    const { client } = await startWorld(1);
    const watch = parts.add(
      new LoggedWatch({
        id: 'w',
        range: { kind: 'all' },
        from: 2n,
        open: sessionSource(client, silentLog).open,
        bounds: { events: 200, bytes: 1e9 },
        changed: () => undefined,
      }),
    );
    await watch.taken;
    watch.pause(true);
    for (let at = 0; at < 150; at++) await put(client, { key: bytes(`${at}`), value: bytes('v') });
    await until('half of what it may hold waits', () => watch.info.phase.kind === 'held');
    expect(watch.info.waiting).toBeLessThan(150);
    watch.pause(false);
    await until('all have come', () => watch.info.received === 150);
    const view = new EventView(watch.log, everything);
    const keys = view.rows(0, 200).flatMap((row) => (row.kind === 'event' ? [text(row.key.bytes)] : []));
    expect(keys).toEqual(Array.from({ length: 150 }, (_, at) => `${at}`));
    await until('it is live', () => watch.info.phase.kind === 'live');
    expect(watch.info).toMatchObject({ dropped: 0, waiting: 0 });
    await view.dispose();
  });

  it('refuses beside the range what the user may not watch', async () => {
    const { cluster } = await startWorld(1);
    const setup = [
      ['user', 'add', 'root:r'],
      ['user', 'grant-role', 'root', 'root'],
      ['role', 'add', 'app'],
      ['role', 'grant-permission', 'app', 'read', '--prefix=true', '/app/'],
      ['user', 'add', 'ann:a'],
      ['user', 'grant-role', 'ann', 'app'],
      ['auth', 'enable'],
    ];
    for (const args of setup) await cluster.etcdctl(args);
    const watches = watchesOfAnn(cluster);
    const start = (range: WatchRange) => watches.start(connection, range, null);
    await expect(start({ kind: 'all' })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(start({ kind: 'prefix', key: bytes('/app') })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    await start({ kind: 'prefix', key: bytes('/app/') });
    expect(watches.state(connection).value.watches).toHaveLength(1);
  });
});

function watchesOfAnn(cluster: TestCluster): Watches {
  const credentials = openCredentials({ user: { name: 'ann', password: 'a' }, tls: null });
  const client = parts.add(new EtcdClient({ endpoints: cluster.endpoints, credentials, log: silentLog }));
  const source = sessionSource(client, silentLog);
  return parts.add(new Watches({ source: () => source, recorder: { record: () => undefined } }));
}

describe.each(etcdFolders())('the etcdctl command of a watch, etcd $version', ({ folder }) => {
  it('shows the same events, run by a shell as it is written', async () => {
    const cluster = parts.add(await startCluster({ size: 1, folder }));
    const client = parts.add(new EtcdClient({ endpoints: cluster.endpoints, log: silentLog }));
    const source = sessionSource(client, silentLog);
    const watches = parts.add(new Watches({ source: () => source, recorder: { record: () => undefined } }));
    const odd = Uint8Array.of(0x2f, 0xff, 0x27, 0x20, 0x0a, 0x24, 0x5c, 0x21);
    for (const key of [odd, bytes('/a/1'), bytes('/a/2'), bytes('/b')])
      for (const value of ['first', 'second']) await put(client, { key, value: bytes(value) });
    const ranges: readonly (readonly [WatchRange, number])[] = [
      [{ kind: 'all' }, 8],
      [{ kind: 'prefix', key: bytes('/a/') }, 4],
      [{ kind: 'key', key: bytes('/b') }, 2],
      [{ kind: 'key', key: odd }, 2],
    ];
    for (const [range, count] of ranges) {
      const command = watchCommand(range, '2');
      const asJson = { ...command, flags: [...(command.flags ?? []), '-w=json'] };
      const shown = await eventsOfLine(shellLine(asJson).line, cluster, count);
      const id = await watches.start(connection, range, '2');
      await until('our own have come', () => eventsOf(watches, id).length === count);
      expect(shown).toEqual(eventsOf(watches, id).map(asPrinted));
    }
  });
});

/** An event as `etcdctl watch -w json` prints it, on one line. */
function asPrinted({ revision, key, value, previous }: EventRow): string {
  const base64 = (of: Uint8Array | undefined) => Buffer.from(of ?? []).toString('base64');
  return [revision, base64(key.bytes), base64(value?.bytes), base64(previous?.bytes)].join(' ');
}

/** Runs a shell line until it has printed this many events; it would never end by itself. */
async function eventsOfLine(line: string, cluster: TestCluster, count: number): Promise<string[]> {
  const env = {
    ...cleanEnv(),
    PATH: `${cluster.folder}${delimiter}${process.env['PATH'] ?? ''}`,
    ETCDCTL_API: '3',
    ETCDCTL_ENDPOINTS: cluster.endpoints.join(','),
  };
  const child = spawn('bash', ['-c', `exec ${line}`], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const events = () =>
    output
      .split('\n')
      .filter((printed) => printed.startsWith('{"Header"'))
      .flatMap((printed) => v.parse(printedResponse, JSON.parse(printed)).Events)
      .map(({ kv, prev_kv }) => [kv.mod_revision, kv.key, kv.value ?? '', prev_kv?.value ?? ''].join(' '));
  try {
    await until(
      () => `it prints ${count} events; it printed:\n${output}`,
      () => events().length >= count,
    );
    return events();
  } finally {
    child.kill('SIGKILL');
  }
}

const printedPair = v.object({ key: v.string(), mod_revision: v.number(), value: v.optional(v.string()) });
const printedResponse = v.object({
  Events: v.array(v.object({ kv: printedPair, prev_kv: v.optional(printedPair) })),
});
