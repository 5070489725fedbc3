import { direct, type Route } from '../route';
import { openSecurity, type TlsSettings } from '../tls/security';
import type { EtcdChannelOptions } from './channel';
import { noTokens, type Password, UserTokens } from './token';

/** Who we are to a cluster, and how we know it. */
export interface Identity {
  readonly user: { readonly name: string; readonly password: Password } | null;
  /** Of `https` endpoints; the system's CAs and no certificate of our own when null. */
  readonly tls: TlsSettings | null;
  /** How the endpoints are reached; straight to them when left out. */
  readonly route?: Route;
  /** Whether whatever writes is refused, with READ_ONLY, before anything is sent; false when left out. */
  readonly readOnly?: boolean;
}

/** What the channels of one connection share. */
export type Credentials = Required<Pick<EtcdChannelOptions, 'security' | 'tokens'>> &
  Pick<EtcdChannelOptions, 'route' | 'readOnly'>;

/**
 * Makes an identity ready for use: reads its certificates, which is where CERTIFICATE_UNREADABLE and
 * CERTIFICATE_KEY_MISMATCH come from. The password is tried at the first call.
 */
export function openCredentials({ user, tls, route = direct, readOnly = false }: Identity): Credentials {
  const security = openSecurity(tls ?? undefined);
  return { security, route, readOnly, tokens: user ? new UserTokens(user.name, user.password) : noTokens };
}
