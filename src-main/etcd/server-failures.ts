import { type AnswerReason, damages } from '@shared/contract/reasons';
import { Failure } from '../base/failure';
import { ANSWER_MIB } from './limits';
import type { Subject } from './subject';

/** The server's error, and the call that it answers. */
export interface ServerAnswer {
  readonly endpoint: string;
  /** The call's name, such as `Put`. */
  readonly method: string;
  /** gRPC's name of the status. */
  readonly code: string;
  /** etcd's text without its `etcdserver: ` prefix. */
  readonly message: string;
  readonly subject: Subject;
  /** The connection's user, or the one its certificate names; null for neither. */
  readonly user: string | null;
  /** Size of the request. */
  readonly bytes: number;
}

type Sentence = readonly [text: RegExp, failure: (answer: ServerAnswer, cause: ErrorOptions) => Failure];

/* etcd's own texts (api/v3rpc/rpctypes/error.go of 3.4 to 3.7; unchanged since 3.0) and those of its gRPC library. */
const sentences: readonly Sentence[] = [
  [/^key is not provided$/, (_, cause) => new Failure('KEY_EMPTY', {}, cause)],
  [
    /^key not found$/,
    ({ subject }, cause) => new Failure('KEY_NOT_FOUND', { key: subject.key ?? '' }, cause),
  ],
  [
    /^permission denied$/,
    ({ subject, user, method }, cause) =>
      new Failure('PERMISSION_DENIED', { user, action: method, key: subject.key ?? null }, cause),
  ],
  [
    /^authentication failed, invalid user ID or password$/,
    ({ endpoint, subject, user }, cause) =>
      new Failure('AUTH_FAILED', { endpoint, user: subject.user ?? user ?? '' }, cause),
  ],
  [
    /^(?:user name is empty|invalid auth token|revision of auth store is old)$/,
    ({ endpoint, user }, cause) =>
      user === null
        ? new Failure('AUTH_REQUIRED', { endpoint }, cause)
        : new Failure('AUTH_FAILED', { endpoint, user }, cause),
  ],
  [
    // For a call without a user: its certificate names a user that does not exist.
    /^user name not found$/,
    ({ endpoint, user, method, code, message }, cause) =>
      user === null && !/^(?:User|Role)/.test(method)
        ? new Failure('AUTH_REQUIRED', { endpoint }, cause)
        : new Failure('ETCD_ERROR', { endpoint, code, message }, cause),
  ],
  [/^rpc not supported for learner$/, ({ endpoint }, cause) => new Failure('LEARNER', { endpoint }, cause)],
  [/^mvcc: database space exceeded$/, ({ endpoint }, cause) => new Failure('NO_SPACE', { endpoint }, cause)],
  [
    /^mvcc: required revision has been compacted$/,
    ({ subject }, cause) =>
      new Failure('REVISION_COMPACTED', { revision: subject.revision ?? '', compacted: null }, cause),
  ],
  [
    /^mvcc: required revision is a future revision$/,
    ({ subject }, cause) => new Failure('REVISION_FUTURE', { revision: subject.revision ?? '' }, cause),
  ],
  [
    /^(?:requested lease not found|lease not found)$/,
    ({ subject }, cause) => new Failure('LEASE_NOT_FOUND', { lease: subject.lease ?? '' }, cause),
  ],
  [
    /^lease already exists$/,
    ({ subject }, cause) => new Failure('LEASE_EXISTS', { lease: subject.lease ?? '' }, cause),
  ],
  [
    /^too large lease TTL$/,
    ({ subject }, cause) => new Failure('LEASE_TTL_TOO_LARGE', { seconds: subject.ttl ?? 0 }, cause),
  ],
  [
    /^(?:request is too large$|grpc: received message larger than max)/,
    ({ bytes }, cause) => new Failure('REQUEST_TOO_LARGE', { bytes }, cause),
  ],
  [
    /^too many operations in txn request$/,
    ({ subject }, cause) => new Failure('TOO_MANY_OPERATIONS', { count: subject.operations ?? 0 }, cause),
  ],
  // What our side of gRPC finds wrong with an answer.
  [
    /^Response message parsing error: |^Failed to decompress |^Received compressed message but /,
    ({ endpoint, method, message }, cause) =>
      new Failure('ANSWER_UNREADABLE', { endpoint, action: method, reason: answerReason(message) }, cause),
  ],
  [
    /^Received message (?:larger than max|that decompresses to a size larger than) /,
    ({ endpoint, method }, cause) =>
      new Failure('ANSWER_TOO_LARGE', { endpoint, action: method, limitMib: ANSWER_MIB }, cause),
  ],
  [/^no leader$/, ({ endpoint }, cause) => new Failure('NO_LEADER', { endpoint }, cause)],
  [
    /^Received HTTP status code (\d+)/,
    ({ endpoint, message }, cause) =>
      new Failure('NOT_ETCD', { endpoint, found: { kind: 'said', detail: message } }, cause),
  ],
];

/** Turns a server's error into a failure; ETCD_ERROR when there is no specific code. */
export function serverFailure(answer: ServerAnswer, cause: unknown): Failure {
  const { endpoint, code, message, method } = answer;
  if (code === 'UNIMPLEMENTED') {
    // Every etcd has this method.
    const isOther = method === 'Status' || message.startsWith('unknown service ');
    return isOther
      ? new Failure('NOT_ETCD', { endpoint, found: { kind: 'grpc' } }, { cause })
      : new Failure('TOO_OLD_FOR', { endpoint, action: method }, { cause });
  }
  const found = sentences.find(([text]) => text.test(message));
  return found?.[1](answer, { cause }) ?? new Failure('ETCD_ERROR', { endpoint, code, message }, { cause });
}

/** What our own readers found, or what gRPC or the protobuf library say. */
function answerReason(message: string): AnswerReason {
  const detail = message.replace(/^Response message parsing error: /, '');
  const kind = damages.find((each) => each === detail);
  return kind ? { kind } : { kind: 'said', detail };
}

/** Whether the server wants a new token: the old one expired, its server restarted, or users or roles changed. */
export function isTokenRefused(message: string): boolean {
  return /^(?:user name is empty|invalid auth token|revision of auth store is old)$/.test(message);
}
