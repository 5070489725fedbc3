import type { SecureContext, SecureContextOptions } from 'node:tls';
import { createSecureContext } from 'node:tls';
import { Failure } from '../../base/failure';
import type { Route } from '../route';
import { type CertificateFiles, commonName, readCertificates, systemCas } from './certificates';
import { diagnose, type TlsAttempt } from './diagnosis';

/** How endpoints prove who they are, and how we do. Shared by all channels of a connection. */
export interface Security {
  /** How TLS is begun with an `https` endpoint. */
  attempt(): TlsAttempt;
  /** Whom our certificate names to `https` endpoints; null without one. */
  readonly certificateUser: string | null;
  /** Says more exactly why there is no connection by `route`, where that can be found out; never fails. */
  explain(endpoint: string, failure: Failure, route: Route): Promise<Failure>;
}

export interface TlsSettings extends CertificateFiles {
  /** The name that certificates must be for; the endpoint's own host when there is none. */
  readonly serverName: string | null;
  /** Takes any certificate: whoever is in between can read and change everything. */
  readonly skipVerify: boolean;
}

/** No certificates of our own, and the system's CAs. */
export const systemTls: TlsSettings = {
  ca: null,
  certificate: null,
  key: null,
  serverName: null,
  skipVerify: false,
};

/** Reads the certificates. Fails with CERTIFICATE_UNREADABLE or CERTIFICATE_KEY_MISMATCH. */
export function openSecurity(settings: TlsSettings = systemTls): Security {
  return new ContextSecurity(settings, readCertificates(settings));
}

class ContextSecurity implements Security {
  readonly #settings: TlsSettings;
  readonly #certificates: SecureContextOptions;
  #made: SecureContext | null = null;

  constructor(settings: TlsSettings, certificates: SecureContextOptions) {
    this.#settings = settings;
    this.#certificates = certificates;
  }

  get certificateUser(): string | null {
    const { cert } = this.#certificates;
    return typeof cert === 'string' ? commonName(cert) : null;
  }

  attempt(): TlsAttempt {
    const { serverName, skipVerify, certificate } = this.#settings;
    return { context: this.#context, serverName, skipVerify, hasCertificate: certificate !== null };
  }

  /** Made at the first need: reading the system's CAs takes a while, and plain endpoints need none. */
  get #context(): SecureContext {
    this.#made ??= createSecureContext({ ...this.#certificates, ca: this.#certificates.ca ?? systemCas() });
    return this.#made;
  }

  async explain(endpoint: string, failure: Failure, route: Route): Promise<Failure> {
    if (!isUnclear(failure)) return failure;
    try {
      const found = await diagnose(endpoint, this.attempt(), route);
      return found ? new Failure(found.code, found.data, { cause: failure }) : failure;
    } catch {
      // What cannot be found out leaves what is known.
      return failure;
    }
  }
}

/** What the system itself says of a connection needs no looking into; nor does one that takes too long. */
function isUnclear({ code, data }: Failure): boolean {
  if (code !== 'ENDPOINT_UNREACHABLE' || !('reason' in data)) return false;
  return !/refused|no route|host name|timed out|^no connection within/.test(data.reason);
}

/** Of channels to plain endpoints, such as those of local clusters. */
export const plainSecurity: Security = {
  attempt: () => ({
    context: createSecureContext(),
    serverName: null,
    skipVerify: false,
    hasCertificate: false,
  }),
  certificateUser: null,
  explain: (_, failure) => Promise.resolve(failure),
};
