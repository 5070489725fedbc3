import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { deleteRange, put, putOperation, range, txn } from '../../src-main/etcd/calls/kv';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { countPrefix } from '../../src-main/keys/edits';
import { type RemovalReport, removeInBatches } from '../../src-main/keys/prefix-removal';
import { allKeys } from '../../src-main/keys/source/source';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';

const text = (string: string) => new TextEncoder().encode(string);
const folder = text('dir/');
const nameOf = (at: number) => `dir/${String(at).padStart(6, '0')}`;

describe.each(etcdFolders())('a folder deleted in batches from etcd $version', ({ folder: etcd }) => {
  let cluster: TestCluster;
  let client: EtcdClient;
  beforeAll(async () => {
    cluster = await startCluster({ folder: etcd, size: 1 });
    client = new EtcdClient({ endpoints: cluster.endpoints, log: silentLog });
  });
  afterEach(() => deleteRange(client, { ...allKeys }));
  afterAll(async () => {
    client.dispose();
    await cluster.dispose();
  });

  async function putMany(count: number): Promise<void> {
    const starts = Array.from({ length: Math.ceil(count / 100) }, (_, at) => at * 100);
    for (const start of starts) {
      const names = Array.from({ length: Math.min(100, count - start) }, (_, at) => nameOf(start + at));
      await txn(client, { success: names.map((name) => putOperation({ key: text(name) })) });
    }
  }
  async function left(): Promise<string[]> {
    const { kvs } = await range(client, { ...allKeys, keysOnly: true });
    return kvs.map(({ key }) => Buffer.from(key).toString());
  }
  /** A report that counts its batches, and runs `then` after each. */
  function reporting(then: (deleted: number, abort: AbortController) => void = () => undefined) {
    const abort = new AbortController();
    const told: number[] = [];
    const report: RemovalReport = {
      signal: abort.signal,
      deleted: (count) => {
        told.push(count);
        then(count, abort);
      },
    };
    return { report, told };
  }

  it('has at most 1,000 keys in a batch, and what does not begin with the prefix stays', async () => {
    await putMany(2500);
    for (const beside of ['dir', 'dir.', 'dir0']) await put(client, { key: text(beside) });
    const confirmed = await countPrefix(client, { prefix: folder });
    const { report, told } = reporting();
    const done = await removeInBatches(client, { prefix: folder, confirmed, scope: 'existing' }, report);
    expect(done).toEqual({ deleted: 2500, left: 0 });
    expect(told).toEqual([0, 1000, 2000, 2500]);
    expect(await left()).toEqual(['dir', 'dir.', 'dir0']);
  });

  it('loses the keys that existed when they were counted, while a writer goes on creating others', async () => {
    await putMany(1500);
    const confirmed = await countPrefix(client, { prefix: folder });
    const created: string[] = [];
    const writes: Promise<unknown>[] = [];
    const write = (name: string) => {
      created.push(name);
      writes.push(put(client, { key: text(name) }));
    };
    // Created since the count, in the middle of batches; among them a key that was deleted and created again.
    await deleteRange(client, { key: text(nameOf(700)) });
    write(nameOf(700));
    write(`${nameOf(3)}+`);
    await Promise.all(writes);
    const { report } = reporting((deleted) => write(`${nameOf(1200)}.${deleted}`));
    const done = await removeInBatches(client, { prefix: folder, confirmed, scope: 'existing' }, report);
    await Promise.all(writes);
    expect(done.deleted).toBe(1499);
    expect(await left()).toEqual([...created].sort());
  });

  it('keeps a key that was created between its listing and its deletion', async () => {
    await putMany(10);
    const confirmed = await countPrefix(client, { prefix: folder });
    // The listing is answered before the key is created, and the guard of the whole batch then fails.
    let listed = false;
    const call: EtcdClient['call'] = async (method, request, options) => {
      const answer = await client.call(method, request, options);
      if (method.name === 'Range' && !listed) {
        listed = true;
        await put(client, { key: text(`${nameOf(4)}+`) });
      }
      return answer;
    };
    const racing = Object.create(client, { call: { value: call } }) as EtcdClient;
    const { report, told } = reporting();
    const done = await removeInBatches(racing, { prefix: folder, confirmed, scope: 'existing' }, report);
    expect(done).toEqual({ deleted: 10, left: 1 });
    expect(told.length).toBeGreaterThan(2);
    expect(await left()).toEqual([`${nameOf(4)}+`]);
  });

  it('loses whatever is there, new keys too, when that was chosen', async () => {
    await putMany(1500);
    const confirmed = await countPrefix(client, { prefix: folder });
    for (const name of ['dir/', nameOf(700), `${nameOf(999)}+`, 'dir/z'])
      await put(client, { key: text(name) });
    const { report } = reporting();
    const done = await removeInBatches(client, { prefix: folder, confirmed, scope: 'all' }, report);
    expect(done).toEqual({ deleted: 1503, left: 0 });
    expect(await left()).toEqual([]);
  });

  it('ends before the next batch when it is cancelled, and its count is right', async () => {
    await putMany(3500);
    const confirmed = await countPrefix(client, { prefix: folder });
    const { report, told } = reporting((deleted, abort) => {
      if (deleted === 2000) abort.abort();
    });
    const cancelled = removeInBatches(client, { prefix: folder, confirmed, scope: 'existing' }, report);
    await expect(cancelled).rejects.toMatchObject({ value: { code: 'CANCELLED' } });
    expect(told.at(-1)).toBe(2000);
    expect((await countPrefix(client, { prefix: folder })).count).toBe(1500);
  });
});
