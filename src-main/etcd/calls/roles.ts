import { Auth } from '../gen/auth_pb';
import { Permission_Type } from '../gen/permission_pb';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/* Roles and their permissions. Required rights, cost and errors are the same as for users. */

/** What a role allows on the keys of [key, rangeEnd), or on `key` alone when `rangeEnd` is empty. */
export interface Permission {
  readonly access: 'read' | 'write' | 'readwrite';
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
}

const types = {
  read: Permission_Type.READ,
  write: Permission_Type.WRITE,
  readwrite: Permission_Type.READWRITE,
} as const;

/** All names, sorted. */
export async function listRoles(client: EtcdClient, options?: CallOptions): Promise<readonly string[]> {
  const { roles } = await client.call(Auth.method.roleList, {}, options);
  return [...roles].sort();
}

/**
 * The permissions of a role. Users who have the role may ask, too. The role root allows everything but lists
 * nothing here.
 */
export async function rolePermissions(
  client: EtcdClient,
  role: string,
  options?: CallOptions,
): Promise<readonly Permission[]> {
  const { perm } = await client.call(Auth.method.roleGet, { role }, options);
  return perm.map(({ permType, key, rangeEnd }) => ({
    access: accessOf(permType),
    key: key.slice(),
    rangeEnd: rangeEnd.slice(),
  }));
}

/** Adds a role without permissions. */
export async function addRole(client: EtcdClient, name: string, options?: CallOptions): Promise<void> {
  await client.call(Auth.method.roleAdd, { name }, options);
}

/** Deletes a role, and takes it away from all users who have it. */
export async function deleteRole(client: EtcdClient, role: string, options?: CallOptions): Promise<void> {
  await client.call(Auth.method.roleDelete, { role }, options);
}

/** Adds a permission to a role, or replaces the one on exactly the same keys. */
export async function grantPermission(
  client: EtcdClient,
  role: string,
  { access, key, rangeEnd }: Permission,
  options?: CallOptions,
): Promise<void> {
  const perm = { permType: types[access], key, rangeEnd };
  await client.call(Auth.method.roleGrantPermission, { name: role, perm }, options);
}

/** Removes the permission on exactly these keys from a role. ETCD_ERROR when the role has none on them. */
export async function revokePermission(
  client: EtcdClient,
  role: string,
  { key, rangeEnd }: Pick<Permission, 'key' | 'rangeEnd'>,
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.roleRevokePermission, { role, key, rangeEnd }, options);
}

function accessOf(type: Permission_Type): Permission['access'] {
  if (type === Permission_Type.READ) return 'read';
  return type === Permission_Type.WRITE ? 'write' : 'readwrite';
}
