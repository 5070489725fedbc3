import type { Failure } from '../../base/failure';
import { isFailure, wasNeverSent } from '../failures';

/**
 * What a failed call means for its client:
 * `final`: the cluster itself refused, and any member would;
 * `elsewhere`: it had no effect, and another member may do it;
 * `unclear`: it may have had its effect, or still have it.
 */
export type Verdict = 'final' | 'elsewhere' | 'unclear';

/** Codes of an endpoint that cannot be used, whatever the call. */
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
  // What was found out about a broken connection afterwards says nothing of whether the call was sent on it.
  const failure = isFailure(explained.cause) ? explained.cause : explained;
  if (unusable.has(failure.code)) return 'elsewhere';
  if (failure.code === 'ENDPOINT_UNREACHABLE') return wasNeverSent(failure) ? 'elsewhere' : 'unclear';
  if (failure.code === 'DEADLINE_EXCEEDED') return 'unclear';
  if (!isEtcdError(failure)) return 'final';
  const { message } = failure.data;
  // A learner takes no such call; and a member under load refuses before it proposes anything.
  if (/^rpc not supported for learner|^too many requests/.test(message)) return 'elsewhere';
  // The proposal was handed to Raft, and the member stopped waiting for it.
  return /^request timed out|^leader changed|^server stopped|^not leader|^unhealthy/.test(message)
    ? 'unclear'
    : 'final';
}

/** Whether the endpoint answered, in whatever words; its connection is good. */
export function showsLife(failure: Failure): boolean {
  if (unusable.has(failure.code)) return failure.code === 'NO_LEADER';
  return failure.code !== 'ENDPOINT_UNREACHABLE' && failure.code !== 'DEADLINE_EXCEEDED';
}

function isEtcdError(failure: Failure): failure is Failure<'ETCD_ERROR'> {
  return failure.code === 'ETCD_ERROR';
}
