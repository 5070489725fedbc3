import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { deleteRange, getKey, put, putOperation, rangeOperation, txn } from '../../../src-main/etcd/calls/kv';
import { grantLease, keepAliveOnce, revokeLease } from '../../../src-main/etcd/calls/lease';
import { alarms } from '../../../src-main/etcd/calls/maintenance';
import { WatchSession } from '../../../src-main/etcd/calls/watch';
import { EtcdChannel } from '../../../src-main/etcd/links/channel';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { etcdFolders, startCluster, type TestCluster } from '../../support/etcd/etcd';
import { enableAuth } from '../../support/etcd/secured';
import { until } from '../../support/until';

const key = Uint8Array.of(1);
const value = Uint8Array.of(2);

describe.each(etcdFolders())('a read-only connection to etcd $version with users', ({ folder }) => {
  const open: { dispose(): void }[] = [];
  let cluster: TestCluster;
  let writer: EtcdClient;
  let reader: EtcdClient;

  const credentials = (readOnly: boolean) =>
    openCredentials({ user: { name: 'root', password: 'secret' }, tls: null, readOnly });
  const clientOf = (readOnly: boolean) => {
    const { endpoints } = cluster;
    const client = new EtcdClient({ endpoints, credentials: credentials(readOnly), log: silentLog });
    open.push(client);
    return client;
  };

  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
    await enableAuth(cluster);
    writer = clientOf(false);
    reader = clientOf(true);
    await put(writer, { key, value });
  });
  afterAll(async () => {
    for (const each of open.reverse()) each.dispose();
    await cluster.dispose();
  });

  it('signs in and reads keys, transactions of ranges, and alarms', async () => {
    expect((await getKey(reader, key))?.value).toEqual(value);
    const answer = await txn(reader, { success: [rangeOperation({ key })] });
    expect(answer.succeeded).toBe(true);
    const channel = new EtcdChannel(cluster.endpoints[0] ?? '', credentials(true));
    open.push(channel);
    expect(await alarms(channel)).toEqual([]);
  });

  it('watches', async () => {
    let events = 0;
    const listener = {
      events: (batch: readonly unknown[]) => void (events += batch.length),
      gap: () => undefined,
      uncertain: () => undefined,
      wentBack: () => undefined,
    };
    const session = new WatchSession(reader, { key }, listener, silentLog);
    open.push(session);
    await until('the watch is open', () => session.state.value.kind === 'open');
    await put(writer, { key, value });
    await until('the change is seen', () => events === 1);
  });

  it('refuses what writes, and nothing of it happens', async () => {
    const lease = await grantLease(writer, { ttl: 60 });
    const before = await getKey(writer, key);
    const refused = (action: string) => ({ code: 'READ_ONLY', data: { action } });
    await expect(put(reader, { key, value })).rejects.toMatchObject(refused('Put'));
    await expect(deleteRange(reader, { key })).rejects.toMatchObject(refused('DeleteRange'));
    const success = [rangeOperation({ key }), putOperation({ key, value })];
    await expect(txn(reader, { success })).rejects.toMatchObject(refused('Txn'));
    await expect(grantLease(reader, { ttl: 60 })).rejects.toMatchObject(refused('LeaseGrant'));
    await expect(keepAliveOnce(reader, lease.id)).rejects.toMatchObject(refused('LeaseKeepAlive'));
    await expect(revokeLease(reader, lease.id)).rejects.toMatchObject(refused('LeaseRevoke'));
    expect(await getKey(writer, key)).toEqual(before);
  });
});
