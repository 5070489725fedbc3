import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import {
  campaign,
  electedLeader,
  observeElection,
  proclaim,
  resign,
} from '../../../src-main/etcd/calls/election';
import { getKey, put } from '../../../src-main/etcd/calls/kv';
import { grantLease, revokeLease } from '../../../src-main/etcd/calls/lease';
import { lock, unlock } from '../../../src-main/etcd/calls/lock';
import {
  addRole,
  deleteRole,
  grantPermission,
  listRoles,
  revokePermission,
  rolePermissions,
} from '../../../src-main/etcd/calls/roles';
import {
  addCertificateUser,
  addUser,
  authState,
  changePassword,
  deleteUser,
  disableAuth,
  enableAuth,
  grantRole,
  listUsers,
  revokeRole,
  userRoles,
} from '../../../src-main/etcd/calls/users';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { etcdFolders, startCluster, type TestCluster } from '../../support/etcd/etcd';

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

function text(value: Uint8Array | undefined): string {
  return Buffer.from(value ?? []).toString();
}

describe.each(etcdFolders())('etcd $version', ({ folder, version }) => {
  const open: { dispose(): void }[] = [];
  let cluster: TestCluster;
  let client: EtcdClient;

  function clientOf(user: { name: string; password: string } | null): EtcdClient {
    const credentials = openCredentials({ user, tls: null });
    const made = new EtcdClient({ endpoints: cluster.endpoints, credentials, log: silentLog });
    open.push(made);
    return made;
  }
  const leased = async () => (await grantLease(client, { ttl: 60 })).id;

  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
    client = clientOf(null);
  });
  afterAll(async () => {
    for (const each of open) each.dispose();
    await cluster.dispose();
  });

  describe('a lock', () => {
    const name = bytes('/lock');

    it('is held by one lease at a time, and by the next one when it is released', async () => {
      const [first, second] = [await leased(), await leased()];
      const key = await lock(client, { name, lease: first });
      expect(text(key)).toBe(`/lock/${first.toString(16)}`);
      expect(await lock(client, { name, lease: first })).toEqual(key);
      const waiting = lock(client, { name, lease: second });
      await unlock(client, key);
      expect(text(await waiting)).toBe(`/lock/${second.toString(16)}`);
      expect(await getKey(client, key)).toBeNull();
      await revokeLease(client, second);
    });

    it('goes with its lease', async () => {
      const [first, second] = [await leased(), await leased()];
      await lock(client, { name, lease: first });
      const waiting = lock(client, { name, lease: second });
      await revokeLease(client, first);
      await unlock(client, await waiting);
    });

    it('that others hold is waited for until the deadline, or a cancellation', async () => {
      const [first, second] = [await leased(), await leased()];
      const key = await lock(client, { name, lease: first });
      const late = lock(client, { name, lease: second }, { deadlineMs: 300 });
      await expect(late).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', data: { action: 'Lock' } });
      const abort = new AbortController();
      const waiting = lock(client, { name, lease: second }, { signal: abort.signal });
      abort.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED', data: { action: 'Lock' } });
      await unlock(client, key);
    });

    it('of a lease that is not there is refused', async () => {
      await expect(lock(client, { name, lease: 0x123n })).rejects.toMatchObject({
        code: 'LEASE_NOT_FOUND',
        data: { lease: '123' },
      });
    });
  });

  describe('an election', () => {
    const name = bytes('/election');

    it('has one leader, who is followed as it proclaims, resigns and is replaced', async () => {
      expect(await electedLeader(client, name)).toBeNull();
      const [first, second] = [await leased(), await leased()];
      const leader = await campaign(client, { name, lease: first, value: bytes('one') });
      const key = `/election/${first.toString(16)}`;
      expect([text(leader.name), text(leader.key), leader.lease]).toEqual(['/election', key, first]);
      const seen = observeElection(client, name);
      const next = async () => text((await seen.next()).value?.value);
      expect(await next()).toBe('one');
      await proclaim(client, { leader, value: bytes('still one') });
      expect(await next()).toBe('still one');
      expect(text((await electedLeader(client, name))?.value)).toBe('still one');
      const successor = campaign(client, { name, lease: second, value: bytes('two') });
      await resign(client, leader);
      await successor;
      expect(await next()).toBe('two');
      await seen.return();
      const lost = proclaim(client, { leader, value: bytes('one again') });
      await expect(lost).rejects.toMatchObject({
        code: 'ETCD_ERROR',
        data: { message: 'election: not leader' },
      });
      await resign(client, await successor);
      expect(await electedLeader(client, name)).toBeNull();
    });
  });

  describe('users and roles', () => {
    const reads = { access: 'read', key: bytes('/a/'), rangeEnd: bytes('/a0') } as const;
    const both = { access: 'readwrite', key: bytes('/b'), rangeEnd: new Uint8Array() } as const;

    it('are added, changed and deleted', async () => {
      await addRole(client, 'readers');
      await addRole(client, 'all');
      expect(await listRoles(client)).toEqual(['all', 'readers']);
      await grantPermission(client, 'readers', reads);
      await grantPermission(client, 'readers', { ...both, access: 'write' });
      await grantPermission(client, 'readers', both);
      expect(await rolePermissions(client, 'readers')).toEqual([reads, both]);
      await revokePermission(client, 'readers', both);
      expect(await rolePermissions(client, 'readers')).toEqual([reads]);

      await addUser(client, { name: 'ann', password: 'first' });
      await addCertificateUser(client, 'bob');
      expect(await listUsers(client)).toEqual(['ann', 'bob']);
      await grantRole(client, { user: 'ann', role: 'readers' });
      await grantRole(client, { user: 'ann', role: 'all' });
      expect([...(await userRoles(client, 'ann'))].sort()).toEqual(['all', 'readers']);
      await revokeRole(client, { user: 'ann', role: 'all' });
      expect(await userRoles(client, 'ann')).toEqual(['readers']);
      const again = revokeRole(client, { user: 'ann', role: 'all' });
      await expect(again).rejects.toMatchObject({
        code: 'ETCD_ERROR',
        data: { message: 'role is not granted to the user' },
      });
      await deleteRole(client, 'all');
      await deleteUser(client, 'bob');
      expect([await listRoles(client), await listUsers(client)]).toEqual([['readers'], ['ann']]);
    });

    it('count from the moment on when authentication is enabled', async () => {
      await expect(enableAuth(client)).rejects.toMatchObject({
        code: 'ETCD_ERROR',
        data: { message: 'root user does not exist' },
      });
      await addUser(client, { name: 'root', password: 'secret' });
      await addRole(client, 'root');
      await grantRole(client, { user: 'root', role: 'root' });
      await enableAuth(client);

      const root = clientOf({ name: 'root', password: 'secret' });
      await changePassword(root, { name: 'ann', password: 'second' });
      const ann = clientOf({ name: 'ann', password: 'second' });
      expect(await getKey(ann, bytes('/a/1'))).toBeNull();
      expect(await userRoles(ann, 'ann')).toEqual(['readers']);
      expect(await rolePermissions(ann, 'readers')).toEqual([reads]);
      const denied = (action: string) => ({ code: 'PERMISSION_DENIED', data: { user: 'ann', action } });
      await expect(put(ann, { key: bytes('/a/1') })).rejects.toMatchObject(denied('Put'));
      await expect(listUsers(ann)).rejects.toMatchObject(denied('UserList'));
      const { id: lease } = await grantLease(root, { ttl: 60 });
      const locked = { name: bytes('/locked'), lease };
      await unlock(root, await lock(root, locked));
      await resign(root, await campaign(root, { ...locked, value: bytes('1') }));
      await expect(lock(ann, locked)).rejects.toMatchObject(denied('Lock'));
      await expect(campaign(ann, { ...locked, value: bytes('1') })).rejects.toMatchObject(denied('Campaign'));
      await expect(electedLeader(ann, bytes('/locked'))).rejects.toMatchObject(denied('Leader'));
      const old = clientOf({ name: 'ann', password: 'first' });
      await expect(getKey(old, bytes('/a/1'))).rejects.toMatchObject({ code: 'AUTH_FAILED' });

      await disableAuth(root);
      await put(client, { key: bytes('/a/1') });
    });

    it(
      version.startsWith('3.4.') ? 'do not tell whether they count' : 'tell whether they count',
      async () => {
        if (version.startsWith('3.4.')) {
          const failure = { code: 'TOO_OLD_FOR', data: { action: 'AuthStatus' } };
          await expect(authState(client)).rejects.toMatchObject(failure);
          return;
        }
        const before = await authState(client);
        expect(before.enabled).toBe(false);
        await enableAuth(client);
        const root = clientOf({ name: 'root', password: 'secret' });
        expect(await authState(root)).toMatchObject({ enabled: true });
        await addRole(root, 'another');
        expect((await authState(root)).revision).toBeGreaterThan(before.revision);
        await disableAuth(root);
      },
    );
  });
});
