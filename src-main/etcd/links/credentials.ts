import { direct, type Route } from '../route';
import { openSecurity, type TlsSettings } from '../tls/security';
import type { EtcdChannelOptions } from './channel';
import { Lineage } from './lineage';
import { noTokens, type Password, UserTokens } from './token';

/** Our identity to a cluster, and how we verify the cluster's. */
export interface Identity {
  readonly user: { readonly name: string; readonly password: Password } | null;
  /** For `https` endpoints; when null, the system's CAs and no certificate of our own. */
  readonly tls: TlsSettings | null;
  /** How to reach the endpoints; directly when omitted. */
  readonly route?: Route;
  /** Whether to refuse writes with READ_ONLY, before anything is sent; false when omitted. */
  readonly readOnly?: boolean;
  /** The round trip to reckon with until one was measured, in milliseconds; 0 when omitted. */
  readonly roundTripMs?: number;
  /** What is known of the cluster; nothing when omitted. */
  readonly lineage?: Lineage;
}

/** What all channels of a connection share. */
export type Credentials = Required<Pick<EtcdChannelOptions, 'security' | 'tokens'>> &
  Pick<EtcdChannelOptions, 'route' | 'readOnly' | 'roundTripMs' | 'lineage'>;

/**
 * Prepares an identity for use and reads its certificates: CERTIFICATE_UNREADABLE, CERTIFICATE_KEY_MISMATCH. The
 * password is first tried with the first call.
 */
export function openCredentials({
  user,
  tls,
  route = direct,
  readOnly = false,
  roundTripMs = 0,
  lineage = new Lineage(),
}: Identity): Credentials {
  const security = openSecurity(tls ?? undefined);
  const tokens = user ? new UserTokens(user.name, user.password) : noTokens;
  return { security, route, readOnly, roundTripMs, tokens, lineage };
}
