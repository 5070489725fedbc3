import { status as Status } from '@grpc/grpc-js';
import type { ConnectionReason } from '@shared/contract/reasons';
import { errorText, Failure, isFailure } from '../base/failure';
import { shown } from '../base/large-parts';
import { Damaged } from './fields';
import { NO_WAY } from './route';
import { isTokenRefused, serverFailure } from './server-failures';
import type { Subject } from './subject';

/** The facts about a failed call that its failure needs. */
export interface FailedCall {
  readonly endpoint: string;
  /** The method's name, such as `Status`. */
  readonly method: string;
  readonly deadlineMs: number;
  /** Whether our side cancelled it: by the caller's signal, or the end of the channel. */
  readonly cancelled: boolean;
  /** What the request was about. */
  readonly subject?: Subject;
  /** The connection's user. */
  readonly user?: string | null;
  /** Size of the request. */
  readonly bytes?: number;
}

/**
 * The one place that turns errors of gRPC and etcd into failures of the contract: CANCELLED when our side ended
 * the call; ENDPOINT_UNREACHABLE when there was no connection or it broke; DEADLINE_EXCEEDED when no answer came
 * over a working connection; else what `serverFailure` makes of the server's answer.
 */
export function callFailure(error: unknown, call: FailedCall): Failure {
  const { endpoint, method } = call;
  const deadlineMs = Math.round(call.deadlineMs);
  if (call.cancelled) return new Failure('CANCELLED', { action: method }, { cause: error });
  if (error instanceof Damaged) {
    const reason = { kind: error.damage };
    return new Failure('ANSWER_UNREADABLE', { endpoint, action: method, reason }, { cause: error });
  }
  const { code, details } = readError(error);
  const unreachable = (reason: ConnectionReason) =>
    new Failure('ENDPOINT_UNREACHABLE', { endpoint, reason }, { cause: error });

  const server = serverMessage(details);
  if (server === null) {
    if (code === 'UNAVAILABLE') return unreachable(connectionProblem(details));
    if (code === 'CANCELLED') return unreachable({ kind: 'ended' });
    if (code === 'DEADLINE_EXCEEDED') {
      return neverConnected(details)
        ? unreachable({ kind: 'not-within', ms: deadlineMs })
        : new Failure('DEADLINE_EXCEEDED', { endpoint, afterMs: deadlineMs }, { cause: error });
    }
  }
  const { subject = {}, user = null, bytes = 0 } = call;
  return serverFailure({ endpoint, method, code, message: server ?? details, subject, user, bytes }, error);
}

/** Returns a failure as it is. Calls fail with failures only; anything else is a bug and is rethrown. */
export function asFailure(error: unknown): Failure {
  if (isFailure(error)) return error;
  throw error;
}

/** Whether a call failed only because of its token, and without any effect, so that a new token may help. */
export function wantsNewToken(error: unknown): boolean {
  const server = serverMessage(readError(error).details);
  return server !== null && isTokenRefused(server);
}

/** Whether a user's call failed only because of its token. All other problems with users need a person to fix them. */
export function isTokenStale({ code, cause }: Failure): boolean {
  return code === 'AUTH_FAILED' && wantsNewToken(cause);
}

/** Whether a failed call never left this machine because there was no connection to send it on. */
export function wasNeverSent(failure: Failure): boolean {
  if (failure.code !== 'ENDPOINT_UNREACHABLE') return false;
  const { details } = readError(failure.cause);
  if (neverConnected(details) || details.startsWith(NO_WAY)) return true;
  return /No connection established|Name resolution failed/i.test(details);
}

/**
 * The text from etcd itself, without its prefix; null when the text is gRPC's. Old servers wrap etcd's text in
 * gRPC's own.
 */
function serverMessage(details: string): string | null {
  return /^(?:rpc error: code = \w+ desc = )?(?:etcdserver|auth|raft): (.+)$/s.exec(details)?.[1] ?? null;
}

/** Whether a call's time ended before it had a connection: gRPC's details say how far it came. */
export function neverConnected(details: string): boolean {
  return /waiting for (?:LB pick|name resolution)/i.test(details);
}

/** The reasons behind Node's connection errors. */
const problems: ReadonlyMap<string, ConnectionReason> = new Map([
  ['ECONNREFUSED', { kind: 'refused' }],
  ['ECONNRESET', { kind: 'lost' }],
  ['EPIPE', { kind: 'lost' }],
  ['ETIMEDOUT', { kind: 'timed-out' }],
  ['EHOSTUNREACH', { kind: 'no-route-to-host' }],
  ['ENETUNREACH', { kind: 'no-route-to-network' }],
  ['ENOTFOUND', { kind: 'host-not-found' }],
  ['EAI_AGAIN', { kind: 'host-not-found-now' }],
]);

/** Why there is no connection; where that is unknown, the shortest part of gRPC's text that says it. */
function connectionProblem(details: string): ConnectionReason {
  if (details.startsWith(NO_WAY)) return { kind: 'said', detail: details.slice(NO_WAY.length) };
  const code = /\b(E[A-Z_]{3,})\b/.exec(details)?.[1];
  const known = code === undefined ? undefined : problems.get(code);
  if (known !== undefined) return known;
  if (/Name resolution failed/i.test(details)) return { kind: 'host-not-found' };
  if (/Connection dropped|socket closed|Connection closed/i.test(details)) return { kind: 'lost' };
  const lastError = /Last error: (?:Error: )?(.+?)\. Resolution note/s.exec(details)?.[1];
  // gRPC adds when that was, which would be another reason each time.
  const detail = (lastError ?? details).replace(/ \(\d{4}-\d\d-\d\dT[\d:.]+Z\)$/, '');
  return { kind: 'said', detail };
}

/** The code of a gRPC error and the beginning of its text; anything else that was thrown counts as UNKNOWN. */
function readError(error: unknown): { code: string; details: string } {
  const code = field(error, 'code');
  const details = field(error, 'details');
  const name = typeof code === 'number' ? Status[code] : undefined;
  return {
    code: name ?? 'UNKNOWN',
    details: shown(typeof details === 'string' ? details : errorText(error)),
  };
}

function field(value: unknown, name: 'code' | 'details'): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<typeof name, unknown>>)[name]
    : undefined;
}
