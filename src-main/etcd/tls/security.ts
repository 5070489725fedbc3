import type { SecureContext, SecureContextOptions } from 'node:tls';
import { createSecureContext } from 'node:tls';
import type { FailureValue } from '@shared/contract/failures';
import { Failure } from '../../base/failure';
import type { Route } from '../route';
import { type CertificateFiles, commonName, readCertificates, systemCas } from './certificates';
import { diagnose, type TlsAttempt } from './diagnosis';

/** How endpoints prove their identity, and how we prove ours. Shared by all channels of a connection. */
export interface Security {
  /** The TLS settings for an `https` endpoint. */
  attempt(): TlsAttempt;
  /** The user that our certificate names to `https` endpoints; null without a certificate. */
  readonly certificateUser: string | null;
  /**
   * Refines a failure with the exact reason why there is no connection by `route`, if it can be found out; never
   * fails.
   */
  explain(endpoint: string, failure: Failure, route: Route): Promise<Failure>;
}

export interface TlsSettings extends CertificateFiles {
  /** The name that certificates must have; null for the endpoint's own host. */
  readonly serverName: string | null;
  /** Accepts any certificate: anyone in between can read and change everything. */
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

/** Long enough for a diagnosis, which takes up to 3 s, to end before the next one begins. Milliseconds. */
const DIAGNOSIS_STANDS_MS = 3000;

/** Reads the certificates. Fails with CERTIFICATE_UNREADABLE or CERTIFICATE_KEY_MISMATCH. */
export function openSecurity(settings: TlsSettings = systemTls): Security {
  return new ContextSecurity(settings, readCertificates(settings));
}

class ContextSecurity implements Security {
  readonly #settings: TlsSettings;
  readonly #certificates: SecureContextOptions;
  #made: SecureContext | null = null;
  /** By endpoint. */
  readonly #diagnoses = new Map<string, Diagnosis>();

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

  /** Created at first use: reading the system's CAs takes a while, and plain endpoints need none. */
  get #context(): SecureContext {
    this.#made ??= createSecureContext({ ...this.#certificates, ca: this.#certificates.ca ?? systemCas() });
    return this.#made;
  }

  async explain(endpoint: string, failure: Failure, route: Route): Promise<Failure> {
    if (!isUnclear(failure)) return failure;
    try {
      const found = await this.#diagnose(endpoint, route);
      return found ? new Failure(found.code, found.data, { cause: failure }) : failure;
    } catch {
      // When nothing is found out, the original failure stands.
      return failure;
    }
  }

  /** Calls fail many times a second, and each diagnosis dials once or twice: one stands for a while. */
  #diagnose(endpoint: string, route: Route): Promise<FailureValue | null> {
    const now = performance.now();
    const last = this.#diagnoses.get(endpoint);
    if (last && now < last.until) return last.found;
    const found = diagnose(endpoint, this.attempt(), route);
    this.#diagnoses.set(endpoint, { found, until: now + DIAGNOSIS_STANDS_MS });
    return found;
  }
}

/** What was found out about an endpoint, and until when that stands, by `performance.now()`. */
interface Diagnosis {
  readonly found: Promise<FailureValue | null>;
  readonly until: number;
}

/** System errors are clear enough already; a timeout is not worth another wait. */
function isUnclear({ value }: Failure): boolean {
  return value.code === 'ENDPOINT_UNREACHABLE' && ['lost', 'ended', 'said'].includes(value.data.reason.kind);
}

/** For channels to plain endpoints, such as those of local clusters. */
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
