import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { Job } from '@shared/contract/jobs';
import type { KeyRange } from '@shared/contract/keys';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordedAction } from '../../src-main/base/recorder';
import { DisposableStore } from '../../src-main/base/lifecycle';
import { silentLog } from '../../src-main/base/log';
import { allKeys } from '../../src-main/keys/source/source';
import { Failure } from '../../src-main/base/failure';
import { deleteRange, put, range } from '../../src-main/etcd/calls/kv';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { plainSecurity } from '../../src-main/etcd/tls/security';
import { UserTokens } from '../../src-main/etcd/links/token';
import { Jobs } from '../../src-main/jobs/jobs';
import { Keys } from '../../src-main/keys/keys';
import { sessionSource } from '../../src-main/watch/session-feed';
import { Watches } from '../../src-main/watch/watches';
import { shellLine } from '../../src-main/etcdctl/shell-line';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';
import { until } from '../support/until';

const connection: ConnectionRef = { kind: 'local', cluster: 'test' };
const bytes = (text: string) => new TextEncoder().encode(text);
const span = (key: string, end: string): KeyRange => ({ key: bytes(key), rangeEnd: bytes(end) });
const prefix = bytes('dir/');

describe.each(etcdFolders())('a folder that is only partly permitted, in etcd $version', ({ folder }) => {
  const store = new DisposableStore();
  let cluster: TestCluster;
  let root: EtcdClient;
  let keys: Keys;
  let watches: Watches;
  let jobs: Jobs;
  const told: RecordedAction[] = [];

  function clientOf(user: string): EtcdClient {
    const credentials = { security: plainSecurity, tokens: new UserTokens(user, 'secret') };
    return store.add(new EtcdClient({ endpoints: cluster.endpoints, log: silentLog, credentials }));
  }

  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
    store.add(cluster);
    const etcdctl = (...args: string[]) => cluster.etcdctl(args);
    for (const role of ['holes', 'writer']) await etcdctl('role', 'add', role);
    const grant = (role: string, ...rest: string[]) => etcdctl('role', 'grant-permission', role, ...rest);
    // All may be changed from a to b and from d to e; from g on it may be read, from m on written, each alone.
    await grant('holes', 'readwrite', 'dir/a', 'dir/b');
    await grant('holes', 'readwrite', 'dir/d', 'dir/e');
    await grant('holes', 'read', 'dir/g', 'dir/h');
    await grant('writer', 'write', 'dir/m', 'dir/n');
    await grant('writer', 'readwrite', '--prefix=true', 'other/');
    for (const user of ['root', 'ann', 'ben']) await etcdctl('user', 'add', `${user}:secret`);
    await etcdctl('user', 'grant-role', 'root', 'root').catch(() => '');
    for (const role of ['holes', 'writer']) await etcdctl('user', 'grant-role', 'ann', role);
    // Ben may read the whole folder, and write a part of it.
    await etcdctl('role', 'add', 'readers');
    await grant('readers', 'read', '--prefix=true', 'dir/');
    await grant('readers', 'readwrite', 'dir/d', 'dir/e');
    await etcdctl('user', 'grant-role', 'ben', 'readers');
    await etcdctl('auth', 'enable');
    root = clientOf('root');
    jobs = store.add(new Jobs({ log: silentLog }));
  }, 60_000);
  afterAll(() => store.dispose());

  beforeEach(async () => {
    await deleteRange(root, { ...allKeys });
    for (const name of ['a1', 'a2', 'b1', 'd1', 'e1', 'g1', 'm1', 'z'])
      await put(root, { key: bytes(`dir/${name}`), value: bytes('v') });
    told.length = 0;
  });

  function as(user: string) {
    const client = clientOf(user);
    const recorder = { record: (action: RecordedAction) => void told.push(action) };
    keys = store.add(new Keys({ client: () => client, recorder, jobs, log: silentLog }));
    watches = store.add(new Watches({ source: () => sessionSource(client, silentLog), recorder }));
  }
  async function refusalOf(action: Promise<unknown>) {
    const error: unknown = await action.then(
      () => null,
      (failure: unknown) => failure,
    );
    if (!(error instanceof Failure)) throw new Error(`no failure: ${String(error)}`);
    expect(error.code).toBe('PERMISSION_DENIED');
    return error.data as { permitted?: readonly (KeyRange & { access: string })[] };
  }
  async function left(): Promise<string[]> {
    const { kvs } = await range(root, { ...allKeys, keysOnly: true });
    return kvs.map(({ key }) => Buffer.from(key).toString());
  }

  const parts = [
    { ...span('dir/a', 'dir/b'), access: 'readwrite' },
    { ...span('dir/d', 'dir/e'), access: 'readwrite' },
    { ...span('dir/g', 'dir/h'), access: 'read' },
    { ...span('dir/m', 'dir/n'), access: 'write' },
  ];

  it('is refused with the ranges that are permitted, and with what is permitted there', async () => {
    as('ann');
    const { permitted } = await refusalOf(keys.countPrefix(connection, { prefix }));
    expect(permitted).toEqual(parts);
    const one = await refusalOf(keys.get(connection, { key: bytes('dir/c'), revision: null }));
    expect(one.permitted).toEqual([]);
    const guard = { kind: 'none' } as const;
    const readOnly = await refusalOf(keys.remove(connection, bytes('dir/g1'), guard));
    expect(readOnly.permitted).toEqual([{ key: bytes('dir/g1'), rangeEnd: bytes(''), access: 'read' }]);
  });

  it('is deleted in the ranges that were chosen, and nowhere else', async () => {
    as('ann');
    const within = [span('dir/a', 'dir/b'), span('dir/d', 'dir/e')];
    const counted = await keys.countPrefix(connection, { prefix, within });
    expect(counted.count).toBe(3);
    await put(root, { key: bytes('dir/d2') });
    const changed = await keys.removePrefix(connection, { prefix, within }, counted);
    expect(changed).toMatchObject({ kind: 'changed', count: 4 });
    if (changed.kind !== 'changed') throw new Error('not refused');
    const removed = await keys.removePrefix(connection, { prefix, within }, changed);
    expect(removed).toMatchObject({ kind: 'removed', deleted: 4 });
    expect(await left()).toEqual(['dir/b1', 'dir/e1', 'dir/g1', 'dir/m1', 'dir/z']);
    const { line, hindrance } = shellLine(told.at(-1)?.command ?? { words: [] });
    expect(line).toContain('del');
    expect(hindrance).toBeNull();
  });

  it('is deleted in these ranges in batches, too', async () => {
    as('ann');
    const within = [span('dir/a', 'dir/b'), span('dir/d', 'dir/e')];
    const confirmed = await keys.countPrefix(connection, { prefix, within });
    const id = keys.removePrefixInBatches(connection, { prefix, within, confirmed, scope: 'existing' });
    const done = await until('the job has ended', () => {
      const job: Job | undefined = jobs.state.value.jobs.find((each) => each.id === id);
      return job?.status.state === 'done' ? job.status : null;
    });
    expect(done).toMatchObject({ result: { deleted: 3, count: 0 } });
    expect(await left()).toEqual(['dir/b1', 'dir/e1', 'dir/g1', 'dir/m1', 'dir/z']);
  });

  it('loses nothing outside of its prefix, whatever ranges are named', async () => {
    const client = root;
    const recorder = { record: () => undefined };
    const all = store.add(new Keys({ client: () => client, recorder, jobs, log: silentLog }));
    await put(root, { key: bytes('elsewhere') });
    const within = [allKeys];
    const counted = await all.countPrefix(connection, { prefix, within });
    expect(counted.count).toBe(8);
    await all.removePrefix(connection, { prefix, within }, counted);
    expect(await left()).toEqual(['elsewhere']);
  });

  it('may be read as a whole and written in part: the deletion says what may be deleted', async () => {
    as('ben');
    const counted = await keys.countPrefix(connection, { prefix });
    expect(counted.count).toBe(8);
    const { permitted } = await refusalOf(keys.removePrefix(connection, { prefix }, counted));
    expect(permitted).toEqual([
      { ...span('dir/', 'dir/d'), access: 'read' },
      { ...span('dir/d', 'dir/e'), access: 'readwrite' },
      { ...span('dir/e', 'dir0'), access: 'read' },
    ]);
    expect(await left()).toHaveLength(8);
  });

  it('is watched in the ranges that may be read; as a whole the refusal names them', async () => {
    as('ann');
    const whole = { kind: 'prefix', key: prefix } as const;
    const { permitted } = await refusalOf(watches.start(connection, whole, null));
    expect(permitted).toEqual(parts);
    // The first key of a range may be permitted, and the range not.
    const from = { kind: 'range', ...span('dir/a', 'dir/f') } as const;
    expect((await refusalOf(watches.start(connection, from, null))).permitted).toEqual(parts.slice(0, 2));
    const id = await watches.start(connection, { kind: 'range', ...span('dir/d', 'dir/e') }, null);
    await put(root, { key: bytes('dir/c') });
    await put(root, { key: bytes('dir/d9') });
    await until('the change is there', () => watches.get(id).info.received === 1);
    const { line } = shellLine(told.at(-1)?.command ?? { words: [] });
    expect(line).toBe('etcdctl watch --prev-kv dir/d dir/e');
  });
});
