import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import * as tls from 'node:tls';
import type { FailureData } from '@shared/contract/failures';
import type { PemReason } from '@shared/contract/reasons';
import { errorText, Failure, systemErrorCode } from '../../base/failure';
import { readRegularSync } from '../../base/files/regular-file';

/** Paths of PEM files; null for an unused one. */
export interface CertificateFiles {
  /** The CAs to trust; null for the system's. */
  readonly ca: string | null;
  /** Our own certificate, and its private key. */
  readonly certificate: string | null;
  readonly key: string | null;
}

/** A bundle of all public CAs takes about 0.2 MiB. Bytes. */
const MOST_BYTES = 16 * 1024 * 1024;

type Part = FailureData<'CERTIFICATE_UNREADABLE'>['part'];

/**
 * Reads and checks the files. They are small, so this blocks the event loop. Fails with CERTIFICATE_UNREADABLE or
 * CERTIFICATE_KEY_MISMATCH before anything is dialled: TLS accepts what this returns.
 */
export function readCertificates(files: CertificateFiles): SecureContextOptions {
  const ca = files.ca === null ? {} : { ca: readPem('ca', files.ca, checkAll, (pem) => ({ ca: pem })) };
  const { certificate, key } = files;
  if (certificate === null && key === null) return ca;
  if (certificate === null || key === null) {
    const part = certificate === null ? 'certificate' : 'key';
    throw new Failure('CERTIFICATE_UNREADABLE', { part, path: '', reason: { kind: 'not-chosen' } });
  }
  const cert = readPem('certificate', certificate, checkAll, (pem) => ({ cert: pem }));
  const secret = readPem('key', key, createPrivateKey, (pem) => ({ key: pem }));
  if (!certificateIn(cert).checkPrivateKey(createPrivateKey(secret)))
    throw new Failure('CERTIFICATE_KEY_MISMATCH', { certificate, key });
  return { ...ca, cert, key: secret };
}

/**
 * The common name of the first certificate in a PEM text, which etcd takes as the user when there is no password;
 * null without a certificate.
 */
export function commonName(pem: string): string | null {
  const { CN: name } = certificateIn(pem).toLegacyObject().subject;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Reads a file. Fails unless `check` accepts its text and TLS accepts what `use` makes of it. */
function readPem(
  part: Part,
  path: string,
  check: (pem: string) => unknown,
  use: (pem: string) => SecureContextOptions,
): string {
  const refuse = (reason: PemReason, cause: unknown) =>
    new Failure('CERTIFICATE_UNREADABLE', { part, path, reason }, { cause });
  let pem: string;
  try {
    pem = readRegularSync(path, MOST_BYTES);
  } catch (error) {
    throw refuse(fileProblem(error), error);
  }
  try {
    check(pem);
  } catch (error) {
    throw refuse(pemProblem(part, pem), error);
  }
  try {
    tls.createSecureContext(use(pem));
  } catch (error) {
    throw refuse({ kind: 'tls', detail: tlsProblem(error) }, error);
  }
  return pem;
}

const fileProblems: Readonly<Record<string, PemReason>> = {
  ENOENT: { kind: 'missing' },
  EACCES: { kind: 'not-permitted' },
  EISDIR: { kind: 'folder' },
};

function fileProblem(error: unknown): PemReason {
  return fileProblems[systemErrorCode(error) ?? ''] ?? { kind: 'said', detail: errorText(error) };
}

function pemProblem(part: Part, pem: string): PemReason {
  if (part === 'key') return { kind: pem.includes('ENCRYPTED') ? 'encrypted' : 'no-key' };
  return { kind: certificatesIn(pem).length > 1 ? 'partly' : 'no-certificate' };
}

/**
 * Just the reason from an error text of OpenSSL or BoringSSL, such as `error:0A00018F:SSL routines::ee key too
 * small`.
 */
function tlsProblem(error: unknown): string {
  return (errorText(error).split(':').at(-1) ?? '').trim().toLowerCase().replaceAll('_', ' ');
}

/** Fails unless there is at least one certificate and each can be read; TLS itself skips some that it cannot read. */
function checkAll(pem: string): void {
  for (const one of [pem, ...certificatesIn(pem)]) certificateIn(one);
}

/** The text of each certificate, from its beginning to the beginning of the next block. */
function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----.*?(?=-----BEGIN |$)/gs) ?? [];
}

/** The first certificate in a PEM text; fails when there is none. */
function certificateIn(pem: string): X509Certificate {
  return new X509Certificate(pem);
}

/** Where Linux distributions and BSDs keep their trusted CAs. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

let cached: string[] | null = null;

/** The CAs of the runtime and of the system, as far as the runtime can list them; read once. */
export function systemCas(): string[] {
  cached ??= [...tls.rootCertificates, ...ofTheSystem()];
  return cached;
}

function ofTheSystem(): readonly string[] {
  // Since Node 22.15 the runtime lists them on every system.
  if ('getCACertificates' in tls) return (tls.getCACertificates as (kind: 'system') => string[])('system');
  const named = process.env['SSL_CERT_FILE'];
  for (const path of named === undefined ? bundles : [named]) {
    try {
      return [readRegularSync(path, MOST_BYTES)];
    } catch {
      // Not on this distribution.
    }
  }
  return [];
}
