import { Auth } from '../gen/auth_pb';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/*
 * Users, and whether the cluster asks for them. While it does, all of these need the role root, but a user may look
 * itself up: else PERMISSION_DENIED. Each change goes through Raft and makes all tokens stale, which the client renews by itself. etcd's
 * refusals that have no code of their own are ETCD_ERRORs in its words, such as "user name not found".
 */

/** How authentication stands. */
export interface AuthState {
  readonly enabled: boolean;
  /** Grows with each change of users and roles. */
  readonly revision: bigint;
}

/** Whether authentication is enabled; since etcd 3.5, TOO_OLD_FOR before. The member answers by Raft, with a quorum. */
export async function authState(client: EtcdClient, options?: CallOptions): Promise<AuthState> {
  const { enabled, authRevision } = await client.call(Auth.method.authStatus, {}, options);
  return { enabled, revision: authRevision };
}

/** From now on the cluster asks for a user. It must have one called root, with the role root: else ETCD_ERROR. */
export async function enableAuth(client: EtcdClient, options?: CallOptions): Promise<void> {
  await client.call(Auth.method.authEnable, {}, options);
}

/** From now on everybody may do everything. Users and roles are kept. */
export async function disableAuth(client: EtcdClient, options?: CallOptions): Promise<void> {
  await client.call(Auth.method.authDisable, {}, options);
}

/** All names, sorted. */
export async function listUsers(client: EtcdClient, options?: CallOptions): Promise<readonly string[]> {
  const { users } = await client.call(Auth.method.userList, {}, options);
  return [...users].sort();
}

/** The roles of a user. */
export async function userRoles(
  client: EtcdClient,
  name: string,
  options?: CallOptions,
): Promise<readonly string[]> {
  const { roles } = await client.call(Auth.method.userGet, { name }, options);
  return roles;
}

/** Adds a user who signs in with a password. The member hashes it, which takes it about 0.1 s. */
export async function addUser(
  client: EtcdClient,
  { name, password }: { readonly name: string; readonly password: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userAdd, { name, password, options: { noPassword: false } }, options);
}

/** Adds a user known by the common name of a client certificate alone; since etcd 3.4. */
export async function addCertificateUser(
  client: EtcdClient,
  name: string,
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userAdd, { name, options: { noPassword: true } }, options);
}

export async function deleteUser(client: EtcdClient, name: string, options?: CallOptions): Promise<void> {
  await client.call(Auth.method.userDelete, { name }, options);
}

/** Tokens that were given for the old password stay good until they run out. */
export async function changePassword(
  client: EtcdClient,
  { name, password }: { readonly name: string; readonly password: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userChangePassword, { name, password }, options);
}

/** Gives a user a role; nothing happens when the user has it. */
export async function grantRole(
  client: EtcdClient,
  { user, role }: { readonly user: string; readonly role: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userGrantRole, { user, role }, options);
}

/** Takes a role from a user. ETCD_ERROR when the user does not have it. */
export async function revokeRole(
  client: EtcdClient,
  { user, role }: { readonly user: string; readonly role: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userRevokeRole, { name: user, role }, options);
}
