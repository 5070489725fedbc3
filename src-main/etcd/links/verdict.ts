import { type Failure, isFailure } from '../../base/failure';
import { wasNeverSent } from '../failures';

/**
 * What a failed call means for its client. `final`: the cluster itself refused, and so would any member.
 * `elsewhere`: the call had no effect, and another member may take it. `unclear`: the call may have had an effect,
 * or may still have one. `answered`: the call had its effect, and only its answer cannot be used; another member's
 * would be as large.
 */
export type Verdict = 'final' | 'elsewhere' | 'unclear' | 'answered';

/** Codes of an endpoint that is unusable for any call. */
const unusable: ReadonlySet<string> = new Set([
  'NO_LEADER',
  'NOT_ETCD',
  'TLS_MISMATCH',
  'CERTIFICATE_OTHER_NAME',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_UNTRUSTED',
  'CLIENT_CERTIFICATE_REQUIRED',
  'CLIENT_CERTIFICATE_REFUSED',
]);

export function verdictOf(explained: Failure): Verdict {
  // What a later diagnosis of a broken connection found does not tell whether the call was sent on it.
  const failure = isFailure(explained.cause) ? explained.cause : explained;
  if (unusable.has(failure.code)) return 'elsewhere';
  if (failure.code === 'LEARNER') return 'elsewhere';
  if (failure.code === 'ENDPOINT_UNREACHABLE') return wasNeverSent(failure) ? 'elsewhere' : 'unclear';
  if (failure.code === 'DEADLINE_EXCEEDED') return 'unclear';
  if (failure.code === 'ANSWER_UNREADABLE' || failure.code === 'ANSWER_TOO_LARGE') return 'answered';
  if (!isEtcdError(failure)) return 'final';
  const { message } = failure.data;
  // An overloaded member refuses before it proposes anything.
  if (message.startsWith('too many requests')) return 'elsewhere';
  // The member handed the proposal to Raft and then stopped waiting for it.
  return /^request timed out|^leader changed|^server stopped|^not leader|^unhealthy/.test(message)
    ? 'unclear'
    : 'final';
}

/** Whether the endpoint answered at all, so that its connection works. */
export function showsLife(failure: Failure): boolean {
  if (unusable.has(failure.code)) return failure.code === 'NO_LEADER';
  return failure.code !== 'ENDPOINT_UNREACHABLE' && failure.code !== 'DEADLINE_EXCEEDED';
}

function isEtcdError(failure: Failure): failure is Failure<'ETCD_ERROR'> {
  return failure.code === 'ETCD_ERROR';
}
