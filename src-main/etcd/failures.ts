import { status as Status } from '@grpc/grpc-js';
import { errorText, Failure } from '../base/failure';
import { NO_WAY } from './route';
import { isTokenRefused, serverFailure } from './server-failures';
import type { Subject } from './subject';

/** The call that failed: what its failure is told with. */
export interface FailedCall {
  readonly endpoint: string;
  /** Its name, such as `Status`. */
  readonly method: string;
  readonly deadlineMs: number;
  /** Whether our side ended it: the caller's signal, or the channel's end. */
  readonly cancelled: boolean;
  /** What the request was about. */
  readonly subject?: Subject;
  /** Whom the connection is for. */
  readonly user?: string | null;
  /** Of the request as sent. */
  readonly bytes?: number;
}

/**
 * The one place where what gRPC and etcd say becomes a failure of the contract:
 * CANCELLED when we ended the call ourselves; ENDPOINT_UNREACHABLE when there is no connection, or it broke;
 * DEADLINE_EXCEEDED when there is one and no answer came; what `serverFailure` makes of what the server itself answered.
 */
export function callFailure(error: unknown, call: FailedCall): Failure {
  const { endpoint, method, deadlineMs } = call;
  if (call.cancelled) return new Failure('CANCELLED', { action: method }, { cause: error });
  const { code, details } = readError(error);
  const unreachable = (reason: string) =>
    new Failure('ENDPOINT_UNREACHABLE', { endpoint, reason }, { cause: error });

  const server = serverMessage(details);
  if (server === null) {
    if (code === 'UNAVAILABLE') return unreachable(connectionProblem(details));
    if (code === 'CANCELLED') return unreachable('the server ended the call');
    if (code === 'DEADLINE_EXCEEDED') {
      return neverConnected(details)
        ? unreachable(`no connection within ${deadlineMs} ms`)
        : new Failure('DEADLINE_EXCEEDED', { endpoint, afterMs: deadlineMs }, { cause: error });
    }
  }
  const { subject = {}, user = null, bytes = 0 } = call;
  return serverFailure({ endpoint, method, code, message: server ?? details, subject, user, bytes }, error);
}

/** Calls fail with nothing but failures; anything else is a bug, and goes on as it is. */
export function asFailure(error: unknown): Failure {
  if (isFailure(error)) return error;
  throw error;
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Failure;
}

/** Whether a call failed for its token alone, without any effect: worth another try with a new one. */
export function wantsNewToken(error: unknown): boolean {
  const server = serverMessage(readError(error).details);
  return server !== null && isTokenRefused(server);
}

/** Whether a user's call failed for its token alone: all else about users is for a person to mend. */
export function isTokenStale({ code, cause }: Failure): boolean {
  return code === 'AUTH_FAILED' && wantsNewToken(cause);
}

/** Whether a call that failed never left this machine: there was no connection to send it on. */
export function wasNeverSent(failure: Failure): boolean {
  if (failure.code !== 'ENDPOINT_UNREACHABLE') return false;
  const { details } = readError(failure.cause);
  if (neverConnected(details) || details.startsWith(NO_WAY)) return true;
  return /No connection established|Name resolution failed/i.test(details);
}

/** What etcd itself said, without its prefix; null when gRPC says it. Old servers wrap it in gRPC's own words. */
function serverMessage(details: string): string | null {
  return /^(?:rpc error: code = \w+ desc = )?(?:etcdserver|auth|raft): (.+)$/s.exec(details)?.[1] ?? null;
}

/** gRPC tells in the details how far a call came before its deadline. */
function neverConnected(details: string): boolean {
  return /waiting for (?:LB pick|name resolution)/i.test(details);
}

/** What Node says of a connection, in words. */
const problems: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection lost'],
  ['EPIPE', 'connection lost'],
  ['ETIMEDOUT', 'connection timed out'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'no route to the network'],
  ['ENOTFOUND', 'host name not found'],
  ['EAI_AGAIN', 'host name not found now'],
]);

/** The shortest true text of why there is no connection. */
function connectionProblem(details: string): string {
  if (details.startsWith(NO_WAY)) return details.slice(NO_WAY.length);
  const code = /\b(E[A-Z_]{3,})\b/.exec(details)?.[1];
  const known = code === undefined ? undefined : problems.get(code);
  if (known !== undefined) return known;
  if (/Name resolution failed/i.test(details)) return 'host name not found';
  if (/Connection dropped|socket closed|Connection closed/i.test(details)) return 'connection lost';
  return /Last error: (?:Error: )?(.+?)\. Resolution note/s.exec(details)?.[1] ?? details;
}

/** The name of a gRPC error's code, and its text; whatever else was thrown is UNKNOWN. */
function readError(error: unknown): { code: string; details: string } {
  const code = field(error, 'code');
  const details = field(error, 'details');
  const name = typeof code === 'number' ? Status[code] : undefined;
  return {
    code: name ?? 'UNKNOWN',
    details: typeof details === 'string' ? details : errorText(error),
  };
}

function field(value: unknown, name: 'code' | 'details'): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<typeof name, unknown>>)[name]
    : undefined;
}
