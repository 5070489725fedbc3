import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toText } from '../../src-shared/bytes';
import type { LeaseRow } from '../../src-shared/contract/leases';
import type { ConnectionRef } from '../../src-shared/contract/connection-ref';
import type { ListSource } from '../../src-main/base/list';
import { silentLog } from '../../src-main/base/log';
import { CommandLog } from '../../src-main/etcdctl/command-log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { put } from '../../src-main/etcd/calls/kv';
import { plainSecurity } from '../../src-main/etcd/tls/security';
import { noTokens, type Tokens, UserTokens } from '../../src-main/etcd/links/token';
import { Leases } from '../../src-main/leases/leases';
import { type LeaseSource, leaseSource } from '../../src-main/leases/source';
import { cleanEnv } from '../support/etcd/clean-env';
import { etcdFolders, isLast, startCluster, type TestCluster } from '../support/etcd/etcd';
import { until } from '../support/until';

const connection: ConnectionRef = { kind: 'local', cluster: 'c' };
const open: { dispose(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.dispose();
});

/** The engine's lease area on a real cluster. */
function leasesOf(
  cluster: TestCluster,
  {
    wrap = (source) => source,
    tokens = noTokens,
  }: { wrap?: (source: LeaseSource) => LeaseSource; tokens?: Tokens } = {},
) {
  const credentials = { security: plainSecurity, tokens };
  const client = new EtcdClient({ endpoints: cluster.endpoints, credentials, log: silentLog });
  const recorder = new CommandLog();
  const source = wrap(leaseSource(() => client));
  const leases = new Leases({ source: () => source, recorder, log: silentLog });
  open.push(client, leases);
  return {
    client,
    leases,
    entries: () => recorder.entries,
    lines: () => recorder.entries.map(({ line }) => line),
  };
}

function viewOf(leases: Leases, search = '') {
  const list = `list-${String(Math.random()).slice(2)}`;
  const view = leases.view({ connection, list, sort: 'remaining', descending: false, search });
  open.push(view);
  view.look(0, 40);
  return view;
}

const all = (view: ListSource<LeaseRow>) => view.rows(0, view.length);
const rowOf = (view: ListSource<LeaseRow>, id: string) => all(view).find((row) => row.id === id);
/** When it ends on the engine's clock, milliseconds. */
function endOf(view: ListSource<LeaseRow>, id: string): number {
  const row = rowOf(view, id);
  if (!row?.life) throw new Error(`Nothing is known of lease ${id}`);
  return row.at + row.life.remainingMs;
}
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** etcdctl's answer: seconds left and granted, keys; -1 seconds when the lease does not exist. */
async function timeToLive(cluster: TestCluster, id: string) {
  const output = await cluster.etcdctl(['lease', 'timetolive', id, '--keys']);
  const found = /granted with TTL\((\d+)s\), remaining\((-?\d+)s\)/.exec(output);
  return found
    ? { granted: Number(found[1]), left: Number(found[2]), output }
    : { granted: 0, left: -1, output };
}

async function grantByEtcdctl(cluster: TestCluster, ttl: number): Promise<string> {
  const output = await cluster.etcdctl(['lease', 'grant', String(ttl)]);
  return (/lease ([0-9a-f]{16}) granted/.exec(output)?.[1] ?? '').replace(/^0+/, '');
}

describe.each(etcdFolders())('leases of etcd $version', (etcd) => {
  const { folder, version } = etcd;
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
  });
  afterAll(() => cluster.dispose());

  it('count down as etcdctl says, never more than a second off, and leave soon after their end', async () => {
    const { client, leases } = leasesOf(cluster);
    const id = await grantByEtcdctl(cluster, 6);
    await put(client, {
      key: bytes('/leased'),
      value: bytes('x'),
      lease: BigInt(`0x${id}`),
    });
    const view = viewOf(leases);
    await until(
      'its life and its keys are known',
      () => rowOf(view, id)?.life && rowOf(view, id)?.keys === 1,
    );
    let seen = 0;
    await until('etcd has ended it', async () => {
      const askedAt = performance.now();
      const there = await timeToLive(cluster, id);
      const row = rowOf(view, id);
      if (there.granted === 0) return true;
      // etcd's answer was true at some instant since the question, and has its fraction truncated.
      if (row?.life && there.left > 0) {
        const late = (performance.now() - askedAt) / 1000;
        const off = row.life.remainingMs / 1000 - there.left;
        expect(off).toBeGreaterThan(-1 - late);
        expect(off).toBeLessThan(2);
        seen++;
      }
      return false;
    });
    expect(seen).toBeGreaterThan(5);
    await until('it has left the list', () => !rowOf(view, id), { deadlineMs: 5000 });
  });

  it('renewed by somebody else show it', async () => {
    const { leases } = leasesOf(cluster);
    const id = await grantByEtcdctl(cluster, 20);
    const view = viewOf(leases);
    await until('it counts down', () => (rowOf(view, id)?.life?.remainingMs ?? Infinity) < 18_000);
    const before = endOf(view, id);
    await cluster.etcdctl(['lease', 'keep-alive', '--once', id]);
    await until('it ends later', () => endOf(view, id) - before > 1000, { deadlineMs: 5000 });
    await cluster.etcdctl(['lease', 'revoke', id]);
    await until('it has left', () => !rowOf(view, id), { deadlineMs: 5000 });
  });

  // How leases are polled is up to us, whatever the version.
  if (isLast(etcd))
    it('2,000 of them are listed with few calls, each asked for once', async () => {
      const ids: string[] = [];
      const calls = { underWay: 0, most: 0, asked: 0, listed: 0 };
      const counting = (source: LeaseSource): LeaseSource => ({
        ...source,
        list: (signal) => {
          calls.listed++;
          return source.list(signal);
        },
        timeToLive: async (id, options) => {
          calls.asked++;
          calls.most = Math.max(calls.most, ++calls.underWay);
          try {
            return await source.timeToLive(id, options);
          } finally {
            calls.underWay--;
          }
        },
      });
      const { client, leases } = leasesOf(cluster, { wrap: counting });
      const source = leaseSource(() => client);
      for (let batch = 0; batch < 20; batch++) {
        const granted = Array.from({ length: 100 }, (_, at) => source.grant({ ttl: 600 + at, id: 0n }));
        ids.push(...(await Promise.all(granted)).map(({ id }) => id.toString(16)));
      }
      const view = viewOf(leases);
      const startedAt = performance.now();
      await until('all are known', () => view.length === 2000 && all(view).every(({ life }) => life));
      const seconds = (performance.now() - startedAt) / 1000;
      expect(calls.most).toBeLessThanOrEqual(8);
      // Each once; the 40 in sight every second, their keys once more.
      expect(calls.asked).toBeLessThanOrEqual(2000 + 80 * (seconds + 2));
      expect(calls.listed).toBeLessThanOrEqual(seconds + 3);
      await until('they stand in order, as far as one can see', () => {
        const remaining = all(view).map(({ life }) => life?.remainingMs ?? 0);
        return remaining.every((ms, at) => ms > (remaining[at - 1] ?? 0) - 200);
      });
      expect(view.find(BigInt(`0x${ids[7] ?? ''}`))).toBe(all(view).findIndex(({ id }) => id === ids[7]));
      for (let at = 0; at < ids.length; at += 100)
        await Promise.all(ids.slice(at, at + 100).map((id) => source.revoke(BigInt(`0x${id}`))));
      await until('all have left', () => view.length === 0);
    });

  it('refuse what cannot be, saying which lease', async () => {
    const { leases } = leasesOf(cluster);
    const granted = await leases.grant(connection, { ttl: 60, id: '7b' });
    expect(granted).toEqual({ id: '7b', ttl: 60 });
    await expect(leases.grant(connection, { ttl: 60, id: '7b' })).rejects.toMatchObject({
      code: 'LEASE_EXISTS',
      data: { lease: '7b' },
    });
    await expect(leases.grant(connection, { ttl: 9_000_000_001, id: null })).rejects.toMatchObject({
      code: 'LEASE_TTL_TOO_LARGE',
    });
    const gone = { code: 'LEASE_NOT_FOUND', data: { lease: '7c' } };
    await expect(leases.keepAliveOnce(connection, '7c')).rejects.toMatchObject(gone);
    await expect(leases.keepAlive(connection, '7c')).rejects.toMatchObject(gone);
    await expect(leases.countKeys(connection, '7c')).rejects.toMatchObject(gone);
    await expect(leases.revoke(connection, '7c', 0)).rejects.toMatchObject(gone);
    await expect(leases.attached({ connection, id: '7c' })).rejects.toMatchObject(gone);
    expect((await leases.grant(connection, { ttl: 1, id: null })).ttl).toBe(2);
    await leases.revoke(connection, '7b', 0);
  });

  it('are revoked only with the keys that were confirmed, and show which these are', async () => {
    const { client, leases } = leasesOf(cluster);
    const { id } = await leases.grant(connection, { ttl: 100, id: null });
    const lease = BigInt(`0x${id}`);
    for (const key of ['/b', '/a', '/\u0000\\'])
      await put(client, { key: bytes(key), value: bytes('x'), lease });
    const attached = await leases.attached({ connection, id });
    open.push(attached);
    expect(attached.rows(0, 10).map(({ key }) => toText(key))).toEqual(['/\\x00\\\\', '/a', '/b']);
    expect(await leases.countKeys(connection, id)).toBe(3);
    expect(await leases.revoke(connection, id, 2)).toEqual({ kind: 'changed', keys: 3 });
    expect(await leases.revoke(connection, id, 3)).toEqual({ kind: 'revoked' });
    expect(await cluster.etcdctl(['get', '/', '--prefix'])).toBe('');
    await until('no key is shown any more', () => attached.length === 0);
  });

  it('are noted as the etcdctl commands that do the same', async () => {
    const { leases, lines, entries } = leasesOf(cluster);
    const { id } = await leases.grant(connection, { ttl: 60, id: null });
    await leases.keepAliveOnce(connection, id);
    await leases.keepAlive(connection, id);
    leases.stopKeepAlive(connection, id);
    await leases.revoke(connection, id, null);
    await leases.grant(connection, { ttl: 60, id: '7d' });
    const view = viewOf(leases);
    viewOf(leases);
    await until('they are listed', () => rowOf(view, '7d'));
    open.push(await leases.attached({ connection, id: '7d' }));
    expect(lines()).toEqual([
      'etcdctl lease grant 60',
      `etcdctl lease keep-alive --once ${id}`,
      `etcdctl lease keep-alive ${id}`,
      `etcdctl lease revoke ${id}`,
      'etcdctl lease grant 60 7d',
      'etcdctl lease list',
      'etcdctl lease timetolive --keys 7d',
    ]);
    expect(entries().map(({ hindrance }) => hindrance)).toEqual([
      ...[null, null, null, null, 'chosenId'],
      ...[null, null],
    ]);

    const run = async (line: string) => {
      const { PATH = '', ...env } = cleanEnv();
      const environment = { ...env, PATH: `${folder}${delimiter}${PATH}`, ETCDCTL_API: '3' };
      const endpoints = { ETCDCTL_ENDPOINTS: cluster.endpoints.join(',') };
      return (
        await promisify(execFile)('sh', ['-c', line], {
          env: { ...environment, ...endpoints },
          timeout: 20_000,
        })
      ).stdout;
    };
    const [grant = '', once = '', , revoke = '', , list = '', details = ''] = lines();
    expect(await run(list)).toContain('7d');
    expect(await run(details)).toContain('granted with TTL(60s)');
    const made = (/lease ([0-9a-f]+) granted with TTL\(60s\)/.exec(await run(grant))?.[1] ?? '').replace(
      /^0+/,
      '',
    );
    expect(await run(once.replace(id, made))).toContain(`keepalived with TTL(60)`);
    expect((await timeToLive(cluster, made)).granted).toBe(60);
    await run(revoke.replace(id, made));
    expect((await timeToLive(cluster, made)).left).toBe(-1);
    await leases.revoke(connection, '7d', null);
  });

  it('without the right to read their keys count down all the same', async () => {
    const secured = await startCluster({ folder, size: 1 });
    open.push(secured);
    for (const args of [
      ['user', 'add', 'root:r'],
      ['user', 'grant-role', 'root', 'root'],
      ['user', 'add', 'ada:a'],
      ['role', 'add', 'own'],
      ['role', 'grant-permission', 'own', '--prefix=true', 'readwrite', '/own/'],
      ['user', 'grant-role', 'ada', 'own'],
      ['auth', 'enable'],
    ])
      await secured.etcdctl(args);
    const { leases } = leasesOf(secured, { tokens: new UserTokens('ada', 'a') });
    const view = viewOf(leases);
    const { id } = await leases.grant(connection, { ttl: 100, id: null });
    const { client } = leasesOf(secured, { tokens: new UserTokens('root', 'r') });
    await put(client, { key: bytes('/secret'), value: bytes('x'), lease: BigInt(`0x${id}`) });
    // 3.4 does not check who reads the keys of a lease. Later versions do, and for listing and renewing leases, too.
    const isChecked = !version.startsWith('3.4.');
    await until(
      'it is known',
      () => rowOf(view, id)?.life && rowOf(view, id)?.keys === (isChecked ? 'denied' : 1),
    );
    expect(await leases.countKeys(connection, id)).toBe(isChecked ? null : 1);
    const denied = { code: 'PERMISSION_DENIED', data: { user: 'ada' } };
    await expect(leases.revoke(connection, id, null)).rejects.toMatchObject(denied);
    if (isChecked) {
      const failing = await until('the list is refused', () => {
        const { phase } = leases.status(connection).value;
        return phase.kind === 'failing' && phase;
      });
      expect(failing.failure).toMatchObject(denied);
      await expect(leases.attached({ connection, id })).rejects.toMatchObject(denied);
      await expect(leases.keepAliveOnce(connection, id)).rejects.toMatchObject(denied);
    }
  });
});

describe.each(etcdFolders())('a lease that is kept alive on etcd $version', ({ folder }) => {
  it('survives the death of the leader, and ends by itself once it is not kept any more', async () => {
    const cluster = await startCluster({ folder, size: 3 });
    open.push(cluster);
    const { leases } = leasesOf(cluster);
    const { id } = await leases.grant(connection, { ttl: 5, id: null });
    await leases.keepAlive(connection, id);
    const view = viewOf(leases);
    await until('it is kept', () => rowOf(view, id)?.keepAlive?.kind === 'kept');
    const renewals = new Set<string>();
    const note = () => {
      const state = rowOf(view, id)?.keepAlive;
      if (state?.kind === 'kept') renewals.add(state.renewedAt);
      return renewals.size;
    };

    const statuses = JSON.parse(await cluster.etcdctl(['endpoint', 'status', '-w', 'json'])) as {
      Endpoint: string;
      Status: { leader: number; header: { member_id: number } };
    }[];
    const leader = statuses.find(({ Status }) => Status.leader === Status.header.member_id)?.Endpoint;
    await cluster.nodes.find(({ clientUrl }) => clientUrl === leader)?.kill();
    const killedAt = performance.now();
    const before = note();
    await until(
      'it is renewed again and again',
      () =>
        note() >= before + 4 &&
        performance.now() - killedAt > 8000 &&
        rowOf(view, id)?.keepAlive?.kind === 'kept',
    );
    const alive = cluster.nodes.filter(({ pid }) => pid !== null).map(({ clientUrl }) => clientUrl);
    expect(await cluster.etcdctl(['lease', 'timetolive', id], alive)).toContain('remaining(');

    leases.stopKeepAlive(connection, id);
    await until('it has left', () => !rowOf(view, id), { deadlineMs: 15_000 });
  });

  it('goes on for a user whose token a change of roles or a restart has made worthless', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    open.push(cluster);
    const root = '--user=root:r';
    for (const args of [
      ['user', 'add', 'root:r'],
      ['user', 'grant-role', 'root', 'root'],
      ['auth', 'enable'],
    ])
      await cluster.etcdctl(args);
    const { leases } = leasesOf(cluster, { tokens: new UserTokens('root', 'r') });
    const { id } = await leases.grant(connection, { ttl: 6, id: null });
    await leases.keepAlive(connection, id);
    const status = leases.status(connection);
    const state = () => status.value.keepAlives[0]?.state;
    const renewedOnce = (since: number) =>
      until('it is renewed', () => {
        const now = state();
        if (now?.kind === 'ended') throw new Error(`It ended: ${JSON.stringify(now)}`);
        return now?.kind === 'kept' && Date.parse(now.renewedAt) > since;
      });
    await cluster.etcdctl([root, 'role', 'add', 'another']);
    await renewedOnce(Date.now());
    await cluster.nodes[0]?.kill('SIGTERM');
    cluster.nodes[0]?.start();
    await cluster.healthy();
    await renewedOnce(Date.now());
    expect(await cluster.etcdctl([root, 'lease', 'timetolive', id])).toContain('remaining(');
  });

  it('by somebody who revokes it is said to have ended, until that is noted', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    open.push(cluster);
    const { leases } = leasesOf(cluster);
    const { id } = await leases.grant(connection, { ttl: 3, id: null });
    await leases.keepAlive(connection, id);
    await cluster.etcdctl(['lease', 'revoke', id]);
    const status = leases.status(connection);
    await until('it has ended', () => status.value.keepAlives[0]?.state.kind === 'ended');
    expect(status.value.keepAlives).toMatchObject([{ id, state: { failure: { code: 'LEASE_NOT_FOUND' } } }]);
    leases.stopKeepAlive(connection, id);
    expect(status.value.keepAlives).toEqual([]);
  });

  it('a hung member costs nothing: the rest renews it and says how long it lives', async () => {
    const cluster = await startCluster({ folder, size: 3 });
    open.push(cluster);
    const { leases } = leasesOf(cluster);
    const { id } = await leases.grant(connection, { ttl: 300, id: null });
    const view = viewOf(leases);
    for (const node of cluster.nodes) {
      await until('it counts down', () => (rowOf(view, id)?.life?.remainingMs ?? Infinity) < 298_500);
      const before = endOf(view, id);
      node.pause();
      const renewed = until('it is renewed', () => leases.keepAliveOnce(connection, id));
      await renewed.finally(() => node.resume());
      expect(endOf(view, id) - before).toBeGreaterThan(500);
    }
  });
});
