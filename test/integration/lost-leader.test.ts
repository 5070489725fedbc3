import { afterEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../src-main/base/lifecycle';
import { silentLog } from '../../src-main/base/log';
import { Remote } from '../../src-main/connections/remote';
import { getKey, put } from '../../src-main/etcd/calls/kv';
import { etcdFolders, startCluster } from '../support/etcd/etcd';
import { until } from '../support/until';

const key = new Uint8Array(Buffer.from('/key'));
let store = new DisposableStore();
afterEach(async () => {
  await store.dispose();
  store = new DisposableStore();
});

describe.each(etcdFolders())(
  'a write to etcd $version whose followers still name a dead leader',
  ({ folder }) => {
    it('is held as soon as the leader is known to be dead, and sent once when there is another', async () => {
      // The followers wait so long before they know of no leader.
      const flags = ['--heartbeat-interval=150', '--election-timeout=1500'];
      const cluster = store.add(await startCluster({ folder, size: 3, flags }));
      const remote = store.add(
        new Remote(
          {
            id: 'r1',
            name: 'three',
            colour: 'teal',
            endpoints: cluster.endpoints,
            user: null,
            password: null,
            roundTripMs: 0,
            tls: { ca: null, certificate: null, key: null, serverName: null, skipVerify: false },
          },
          { password: () => Promise.resolve(''), intervalMs: () => 1000, log: silentLog },
        ),
      );
      const { client, members } = remote;
      store.add(members.state.onChange(() => undefined));
      const leader = await until('a leader is known', () => {
        const { leader } = members.state.value;
        return leader && /^n\d$/.test(leader.name) && leader;
      });
      await put(client, { key, value: Buffer.from('before') });
      await cluster.node(leader.name).kill();
      await until('it is known to be dead', () => members.state.value.leader === null);
      const named = members.state.value.rows.map(({ status, failure }) => failure === null && status?.leader);
      expect(named).toContain(leader.memberId);

      const written = put(client, { key, value: Buffer.from('after') });
      await until('it is held', () => client.held.state.value.length === 1);
      await written;
      expect(members.state.value.leader?.name).not.toBe(leader.name);
      const found = await getKey(client, key);
      expect(Buffer.from(found?.value ?? []).toString()).toBe('after');
      expect(found?.version).toBe(2n);
    });
  },
);
