import { Auth } from '../gen/auth_pb';
import type { CallOptions } from '../links/channel';
import type { EtcdClient } from '../links/client';

/*
 * Users and authentication. While authentication is on, all of these need the role root, except that users may
 * look themselves up; else PERMISSION_DENIED. Each change goes through Raft and invalidates all tokens, which the
 * client then renews by itself. Refusals of etcd without a code of their own are ETCD_ERRORs with etcd's text,
 * such as "user name not found".
 */

/** The state of authentication. */
export interface AuthState {
  readonly enabled: boolean;
  /** Grows with each change of users and roles. */
  readonly revision: bigint;
}

/**
 * Whether authentication is enabled; since etcd 3.5, TOO_OLD_FOR before. The member answers through Raft, with a
 * quorum.
 */
export async function authState(client: EtcdClient, options?: CallOptions): Promise<AuthState> {
  const { enabled, authRevision } = await client.call(Auth.method.authStatus, {}, options);
  return { enabled, revision: authRevision };
}

/**
 * Turns authentication on: every call needs a user from now on. Requires a user root with the role root, else
 * ETCD_ERROR.
 */
export async function enableAuth(client: EtcdClient, options?: CallOptions): Promise<void> {
  await client.call(Auth.method.authEnable, {}, options);
}

/** Turns authentication off: anybody may do everything from now on. Users and roles are kept. */
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

/** Adds a user with a password. Hashing it takes the member about 0.1 s. */
export async function addUser(
  client: EtcdClient,
  { name, password }: { readonly name: string; readonly password: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userAdd, { name, password, options: { noPassword: false } }, options);
}

/** Adds a user without a password, identified by the common name of a client certificate; since etcd 3.4. */
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

/** Changes a password. Tokens issued for the old one stay valid until they expire. */
export async function changePassword(
  client: EtcdClient,
  { name, password }: { readonly name: string; readonly password: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userChangePassword, { name, password }, options);
}

/** Gives a user a role; does nothing when the user has it already. */
export async function grantRole(
  client: EtcdClient,
  { user, role }: { readonly user: string; readonly role: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userGrantRole, { user, role }, options);
}

/** Takes a role away from a user. ETCD_ERROR when the user does not have it. */
export async function revokeRole(
  client: EtcdClient,
  { user, role }: { readonly user: string; readonly role: string },
  options?: CallOptions,
): Promise<void> {
  await client.call(Auth.method.userRevokeRole, { name: user, role }, options);
}
