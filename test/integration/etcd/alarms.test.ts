import { alarmIn } from '@shared/contract/members';
import { afterEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../src-main/base/lifecycle';
import { silentLog } from '../../../src-main/base/log';
import { getKey, put } from '../../../src-main/etcd/calls/kv';
import { Maintenance } from '../../../src-main/etcd/gen/maintenance_pb';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { compactTo, defragment, disarm, presentRevision } from '../../../src-main/members/alarm-steps';
import { etcdFolders, startCluster } from '../../support/etcd/etcd';
import { until } from '../../support/until';

const key = new TextEncoder().encode('k');
const MIB = 2 ** 20;

let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

describe.each(etcdFolders())('a full database of etcd $version', ({ folder }) => {
  it('takes writes again after the steps that the window offers', { timeout: 60_000 }, async () => {
    const flags = [`--quota-backend-bytes=${8 * MIB}`];
    const cluster = store.add(await startCluster({ folder, size: 3, flags }));
    const client = store.add(new EtcdClient({ endpoints: cluster.endpoints, log: silentLog }));
    const write = () => put(client, { key, value: new Uint8Array(MIB).fill(7) });
    const failure = await until('it is full', () =>
      write().then(
        () => null,
        (error: unknown) => error,
      ),
    );
    expect(failure).toMatchObject({ code: 'NO_SPACE' });
    const statusOf = (endpoint: string) => client.callAt(endpoint, Maintenance.method.status, {});
    const raised = async () => {
      const all = await Promise.all(cluster.endpoints.map(statusOf));
      return all.flatMap(({ errors }) => errors.flatMap((error) => alarmIn(error) ?? []));
    };
    const alarms = await raised();
    const [first = ''] = cluster.endpoints;
    expect(alarms).toContainEqual({
      memberId: expect.stringMatching(/^[0-9a-f]{8,16}$/) as string,
      kind: 'nospace',
    });

    await compactTo(client, await presentRevision(client));
    const full = (await statusOf(first)).dbSize;
    for (const endpoint of cluster.endpoints) await defragment(client, endpoint);
    expect((await statusOf(first)).dbSize).toBeLessThan(Number(full) / 2);
    // A member that finds itself full raises an alarm of its own, which may come after the first was seen.
    await until('no alarm is left', async () => {
      const left = await raised();
      for (const alarm of left) await disarm(client, alarm);
      return left.length === 0;
    });
    await write();
    expect((await getKey(client, key))?.value.length).toBe(MIB);
  });
});
