import { isIP, type Socket } from 'node:net';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { FailureValue } from '@shared/contract/failures';
import type { OtherServer } from '@shared/contract/reasons';
import { errorText } from '../../base/failure';
import { type DialTarget, dialTarget } from '../endpoint';
import { shown } from '../../base/large-parts';
import { type Place, placeFor, type Route } from '../route';

/** The TLS settings to try a connection with. */
export interface TlsAttempt {
  readonly context: tls.SecureContext;
  /** The name that the certificate must have; the endpoint's own host when null. */
  readonly serverName: string | null;
  /** Whether to accept any certificate. */
  readonly skipVerify: boolean;
  /** Whether there is a client certificate. */
  readonly hasCertificate: boolean;
}

/** The limit for each of two tries; a healthy answer takes one to three round trips. Milliseconds. */
const TRY_MS = 1500;

/** The start of HTTP/2, and an empty SETTINGS frame (RFC 9113, 3.4). */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const SETTINGS = 4;

/** The outcome of a try: the first bytes, or how it ended without any. */
type Outcome =
  | { readonly kind: 'spoke'; readonly bytes: Buffer }
  | { readonly kind: 'silent' }
  | { readonly kind: 'untrusted'; readonly problem: string; readonly names: string }
  | { readonly kind: 'ended'; readonly code: string };

/**
 * Finds out why gRPC could not connect. Uses sockets of its own, because gRPC's errors are not reliable about it:
 * wrong protocol, or which certificate was refused and why. The sockets take the same route. null when the cause
 * is unclear, or it works by now. Fails when the route leads nowhere.
 */
export async function diagnose(
  endpoint: string,
  attempt: TlsAttempt,
  route: Route,
): Promise<FailureValue | null> {
  const target = dialTarget(endpoint);
  const place = await placeFor(route, target);
  if (!place) return null;
  const plain = () => tryPlain(place);
  const secure = () => trySecure(place, target, attempt);
  return target.tls
    ? ofSecure(endpoint, await secure(), attempt, plain)
    : ofPlain(endpoint, await plain(), secure);
}

async function ofPlain(
  endpoint: string,
  outcome: Outcome,
  overTls: () => Promise<Outcome>,
): Promise<FailureValue | null> {
  if (outcome.kind === 'spoke') {
    if (isHttp2(outcome.bytes)) return null;
    if (isTlsAlert(outcome.bytes) || /HTTPS server/.test(outcome.bytes.toString('latin1')))
      return { code: 'TLS_MISMATCH', data: { endpoint, speaks: 'tls' } };
    return { code: 'NOT_ETCD', data: { endpoint, found: kindOf(outcome.bytes) } };
  }
  // Go's TLS server silently closes a connection that does not begin with TLS.
  const other = outcome.kind === 'ended' ? await overTls() : outcome;
  return speaksTls(other) ? { code: 'TLS_MISMATCH', data: { endpoint, speaks: 'tls' } } : null;
}

async function ofSecure(
  endpoint: string,
  outcome: Outcome,
  { serverName, hasCertificate }: TlsAttempt,
  plain: () => Promise<Outcome>,
): Promise<FailureValue | null> {
  if (outcome.kind === 'untrusted') {
    const asked = serverName ?? dialTarget(endpoint).host;
    return ofCertificate(endpoint, outcome.problem, asked, outcome.names);
  }
  if (outcome.kind === 'spoke')
    return isHttp2(outcome.bytes)
      ? null
      : { code: 'NOT_ETCD', data: { endpoint, found: kindOf(outcome.bytes) } };
  if (outcome.kind === 'silent') return null;
  const alert = /ALERT_(.+)$/.exec(outcome.code)?.[1];
  // We offer HTTP/2 alone, which every etcd speaks.
  if (alert === 'NO_APPLICATION_PROTOCOL')
    return { code: 'NOT_ETCD', data: { endpoint, found: { kind: 'unknown' } } };
  if (alert !== undefined) {
    if (!hasCertificate) return { code: 'CLIENT_CERTIFICATE_REQUIRED', data: { endpoint } };
    return { code: 'CLIENT_CERTIFICATE_REFUSED', data: { endpoint, detail: words(alert) } };
  }
  const other = await plain();
  if (other.kind !== 'spoke') return null;
  return isHttp2(other.bytes)
    ? { code: 'TLS_MISMATCH', data: { endpoint, speaks: 'plain' } }
    : { code: 'NOT_ETCD', data: { endpoint, found: kindOf(other.bytes) } };
}

function ofCertificate(endpoint: string, problem: string, asked: string, names: string): FailureValue {
  if (problem === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return { code: 'CERTIFICATE_OTHER_NAME', data: { endpoint, asked, names } };
  if (problem === 'CERT_HAS_EXPIRED')
    return { code: 'CERTIFICATE_EXPIRED', data: { endpoint, reason: 'expired' } };
  if (problem === 'CERT_NOT_YET_VALID')
    return { code: 'CERTIFICATE_EXPIRED', data: { endpoint, reason: 'not-yet-valid' } };
  return { code: 'CERTIFICATE_UNTRUSTED', data: { endpoint, detail: words(problem) } };
}

/** What OpenSSL calls a problem, as a text: it is shown in its words. */
function words(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

function isHttp2(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes[3] === SETTINGS && bytes[0] === 0;
}

/** A TLS record of type alert, of any version (RFC 8446, 5.1). */
function isTlsAlert(bytes: Buffer): boolean {
  return bytes[0] === 0x15 && bytes[1] === 3;
}

/** The handshake got as far as certificates, or the peer sent an alert of its own. */
function speaksTls(outcome: Outcome): boolean {
  if (outcome.kind === 'ended') return outcome.code.includes('ALERT_');
  return outcome.kind === 'untrusted' || (outcome.kind === 'spoke' && isHttp2(outcome.bytes));
}

function kindOf(bytes: Buffer): OtherServer {
  const [line = ''] = bytes.toString('latin1').split(/\r?\n/, 1);
  return /^HTTP\/1/.test(line) ? { kind: 'web', line: shown(line) } : { kind: 'unknown' };
}

function tryPlain({ host, port }: Place): Promise<Outcome> {
  const socket = net.connect({ host, port });
  socket.once('connect', () => socket.write(PREFACE));
  return outcomeOf(socket);
}

function trySecure(place: Place, target: DialTarget, attempt: TlsAttempt): Promise<Outcome> {
  const { context, serverName, skipVerify } = attempt;
  const name = serverName ?? target.host;
  const socket = tls.connect({
    host: place.host,
    port: place.port,
    servername: serverName === null && isIP(name) ? '' : name,
    secureContext: context,
    ALPNProtocols: ['h2'],
    // Checked below, so that the reason can be reported.
    rejectUnauthorized: false,
    checkServerIdentity: (_, certificate) => tls.checkServerIdentity(name, certificate),
  });
  socket.once('secureConnect', () => socket.write(PREFACE));
  return outcomeOf(socket, (settle) =>
    socket.once('secureConnect', () => {
      const problem: unknown = socket.authorizationError;
      if (skipVerify || !problem) return;
      const names = socket.getPeerCertificate().subjectaltname ?? '';
      settle({
        kind: 'untrusted',
        problem: errorText(problem),
        names: names.replaceAll(/\b(?:DNS|IP Address):/g, ''),
      });
    }),
  );
}

/** Waits for the first event on the socket, then closes it. */
function outcomeOf(socket: Socket, more?: (settle: (outcome: Outcome) => void) => void): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      resolve(outcome);
      socket.destroy();
    };
    const timer = setTimeout(() => settle({ kind: 'silent' }), TRY_MS);
    more?.(settle);
    socket.once('data', (bytes: Buffer) => settle({ kind: 'spoke', bytes }));
    socket.on('error', (error) => settle({ kind: 'ended', code: 'code' in error ? String(error.code) : '' }));
    socket.once('close', () => settle({ kind: 'ended', code: '' }));
  });
}
