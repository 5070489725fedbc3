import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';
import * as tls from 'node:tls';
import type { FailureData } from '@shared/contract/failures';
import { errorText, Failure, systemErrorCode } from '../base/failure';

/** Paths of PEM files; null for what is not used. */
export interface CertificateFiles {
  /** The CAs to trust; the system's when there is none. */
  readonly ca: string | null;
  /** Our own, and its private key. */
  readonly certificate: string | null;
  readonly key: string | null;
}

type Part = FailureData<'CERTIFICATE_UNREADABLE'>['part'];

/**
 * Reads and checks the files: small ones, so the event loop waits for the disk. Fails with CERTIFICATE_UNREADABLE or CERTIFICATE_KEY_MISMATCH before anything is dialled.
 */
export function readCertificates(files: CertificateFiles): SecureContextOptions {
  const ca =
    files.ca === null
      ? {}
      : { ca: readPem('ca', files.ca, (pem) => tls.createSecureContext({ ca: allIn(pem) })) };
  const { certificate, key } = files;
  if (certificate === null && key === null) return ca;
  if (certificate === null || key === null) {
    const part = certificate === null ? 'certificate' : 'key';
    throw new Failure('CERTIFICATE_UNREADABLE', { part, path: '', reason: 'no file was chosen' });
  }
  const cert = readPem('certificate', certificate, (pem) => tls.createSecureContext({ cert: allIn(pem) }));
  const secret = readPem('key', key, createPrivateKey);
  if (!certificateIn(cert).checkPrivateKey(createPrivateKey(secret)))
    throw new Failure('CERTIFICATE_KEY_MISMATCH', { certificate, key });
  return { ...ca, cert, key: secret };
}

/** The common name of the first certificate of a PEM text, by which etcd knows a user without a password; null without one. */
export function commonName(pem: string): string | null {
  const { CN: name } = certificateIn(pem).toLegacyObject().subject;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Reads a file and tries what it must be good for. */
function readPem(part: Part, path: string, check: (pem: string) => unknown): string {
  const refuse = (reason: string, cause: unknown) =>
    new Failure('CERTIFICATE_UNREADABLE', { part, path, reason }, { cause });
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw refuse(fileProblems.get(systemErrorCode(error) ?? '') ?? errorText(error), error);
  }
  try {
    check(pem);
  } catch (error) {
    throw refuse(pemProblem(part, pem), error);
  }
  return pem;
}

const fileProblems: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'it may not be read'],
  ['EISDIR', 'it is a folder'],
]);

function pemProblem(part: Part, pem: string): string {
  if (part === 'key' && pem.includes('ENCRYPTED'))
    return 'it is encrypted; only keys without a passphrase can be used';
  const begun = pem.split('-----BEGIN').length - 1;
  if (part !== 'key' && begun > 1) return 'not each certificate in it can be read';
  return `it is no ${part === 'key' ? 'private key' : 'certificate'} in PEM form`;
}

/** The text, if each certificate in it can be read and there is one; TLS itself passes over some that cannot. */
function allIn(pem: string): string {
  certificateIn(pem);
  const begun = pem.split(/(?=-----BEGIN CERTIFICATE-----)/);
  for (const one of begun.slice(1)) certificateIn(one);
  return pem;
}

/** The first of a PEM text; fails when there is none. */
function certificateIn(pem: string): X509Certificate {
  return new X509Certificate(pem);
}

/** Where Linux distributions and BSDs keep the CAs that their user trusts. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

let cached: string[] | null = null;

/** The CAs that come with the runtime and those of the system, as far as the runtime can tell; read once. */
export function systemCas(): string[] {
  cached ??= [...tls.rootCertificates, ...ofTheSystem()];
  return cached;
}

function ofTheSystem(): readonly string[] {
  // From Node 22.15 on the runtime knows them on every system.
  if ('getCACertificates' in tls) return (tls.getCACertificates as (kind: 'system') => string[])('system');
  const named = process.env['SSL_CERT_FILE'];
  for (const path of named === undefined ? bundles : [named]) {
    try {
      return [readFileSync(path, 'utf8')];
    } catch {
      // Another distribution.
    }
  }
  return [];
}
