import { connectionColours } from '@shared/contract/connections';
import type { MemberRow } from '@shared/contract/members';
import type { EtcdctlNote } from '@shared/contract/terminal';
import { Failure } from '../base/failure';
import { compareVersions, type Etcdctl, isSameMinor } from './etcdctl-choice';
import type { ConnectionRecord } from './records';

/** What a shell needs for a connection. */
export interface ConnectionShell {
  /** Variables for etcdctl: endpoints, certificates, user. */
  readonly env: Readonly<Record<string, string>>;
  /** Path of the etcdctl to use; null when there is none. */
  readonly etcdctl: string | null;
  /** What the user should know about it. */
  readonly notes: readonly EtcdctlNote[];
  /** What its prompt shows: the connection and its colour's number in `connectionColours`. */
  readonly prompt: { readonly name: string; readonly colour: number };
}

export interface RemoteShellOptions {
  /** A member's name or one of the endpoints; null for all endpoints. */
  readonly member: string | null;
  /** null when unknown; etcdctl then asks for it. */
  readonly password: string | null;
  readonly etcdctl: Etcdctl | null;
  /** The cluster's version, if known: see `clusterVersion`. */
  readonly version: string | null;
  /** The members as last seen. */
  readonly rows: readonly MemberRow[];
}

/**
 * Makes an etcdctl of any version from 3.4 on talk to a connection. etcdctl has no option for another server name:
 * if the connection has one, etcdctl refuses the certificate, and a note says so. NOT_FOUND when the member is
 * unknown.
 */
export function remoteShell(
  { name, colour, endpoints, user, tls }: ConnectionRecord,
  { member, password, etcdctl, version, rows }: RemoteShellOptions,
): ConnectionShell {
  const secure = endpoints.some((endpoint) => endpoint.startsWith('https:'));
  const env = {
    ...(needsApiVersion(etcdctl) && { ETCDCTL_API: '3' }),
    ETCDCTL_ENDPOINTS: endpointsOf(endpoints, member, rows).join(','),
    // Otherwise etcdctl takes a missing CA as "no TLS".
    ...(secure && { ETCDCTL_INSECURE_TRANSPORT: 'false' }),
    ...(secure && tls.ca !== null && { ETCDCTL_CACERT: tls.ca }),
    ...(secure && tls.certificate !== null && { ETCDCTL_CERT: tls.certificate }),
    ...(secure && tls.key !== null && { ETCDCTL_KEY: tls.key }),
    ...(secure && tls.skipVerify && { ETCDCTL_INSECURE_SKIP_TLS_VERIFY: 'true' }),
    ...(user !== null && { ETCDCTL_USER: user }),
    // Passed separately from the name, because etcdctl splits a combined value at the first colon.
    ...(user !== null && password !== null && { ETCDCTL_PASSWORD: password }),
  };
  const prompt = {
    name: member === null ? name : `${name}/${member}`,
    colour: connectionColours.indexOf(colour),
  };
  const notes = [...versionNotes(etcdctl, version), ...(secure ? nameNotes(tls) : [])];
  return { env, etcdctl: etcdctl?.path ?? null, notes, prompt };
}

/**
 * The oldest version that a member reports: a cluster during an upgrade still speaks that version's API. null when
 * no member reports one.
 */
export function clusterVersion(rows: readonly MemberRow[]): string | null {
  const versions = rows.flatMap(({ status }) => (status ? [status.version] : []));
  return versions.sort(compareVersions)[0] ?? null;
}

function versionNotes(etcdctl: Etcdctl | null, cluster: string | null): readonly EtcdctlNote[] {
  if (!etcdctl) return [{ kind: 'missing', cluster }];
  if (cluster === null || isSameMinor(etcdctl.version, cluster)) return [];
  return [{ kind: 'otherMinor', etcdctl: etcdctl.version, cluster }];
}

/** Without verification any name in the certificate is accepted. */
function nameNotes({ serverName, skipVerify }: ConnectionRecord['tls']): readonly EtcdctlNote[] {
  return serverName === null || skipVerify ? [] : [{ kind: 'serverName', name: serverName }];
}

/** etcdctl after 3.5 knows just one API, and prints a warning when it sees the variable. */
function needsApiVersion(etcdctl: Etcdctl | null): boolean {
  const [major = 0, minor = 0] = (etcdctl?.version ?? '').split('.').map(Number);
  return major === 3 && minor < 6;
}

function endpointsOf(
  endpoints: readonly string[],
  member: string | null,
  rows: readonly MemberRow[],
): readonly string[] {
  if (member === null) return endpoints;
  if (endpoints.includes(member)) return [member];
  const named = rows.filter(({ name }) => name === member).map(({ endpoint }) => endpoint);
  if (named.length === 0) throw new Failure('NOT_FOUND', { what: 'node', name: member });
  return named;
}
