import type { FailureValue } from '@shared/contract/failures';
import { errorText, Failure } from '../base/failure';

/** What was thrown as a failure, for a state that outlives the call; a bug's error as one of etcd's that has no code. */
export function failureOf(error: unknown): FailureValue {
  if (error instanceof Failure) return error.value;
  return { code: 'ETCD_ERROR', data: { endpoint: '', code: 'UNKNOWN', message: errorText(error) } };
}
