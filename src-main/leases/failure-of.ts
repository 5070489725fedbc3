import type { FailureValue } from '@shared/contract/failures';
import { errorText, Failure } from '../base/failure';

/** Converts a thrown failure to data, for a state that outlives the call. A bug's error becomes an ETCD_ERROR. */
export function failureOf(error: unknown): FailureValue {
  if (error instanceof Failure) return error.value;
  return { code: 'ETCD_ERROR', data: { endpoint: '', code: 'UNKNOWN', message: errorText(error) } };
}
