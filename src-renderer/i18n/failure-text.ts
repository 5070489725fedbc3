import type { FailureValue } from '@shared/contract/failures';
import { failureOf, LinkLost } from '../rpc/failure';
import { wordsOf } from './failure-words';
import type { Translate } from './i18n';

/** What happened, and what to do next: a sentence each. */
export interface FailureText {
  readonly what: string;
  readonly next: string;
}

/** Turns an expected failure into words of the user's language. */
export function failureText(failure: FailureValue, t: Translate): FailureText {
  const named = wordsOf(failure, t);
  return {
    what: t(`failures.${failure.code}.${wording(failure)}`, named),
    next: t(`failures.${failure.code}.${advice(failure)}`, named),
  };
}

/** The same for whatever was thrown: a lost link and a bug have their sentences too. */
export function errorText(error: unknown, t: Translate): FailureText {
  const failure = failureOf(error);
  if (failure) return failureText(failure, t);
  const kind = error instanceof LinkLost ? 'linkLost' : 'unexpected';
  return { what: t(`failures.${kind}.what`, {}), next: t(`failures.${kind}.next`, {}) };
}

/** All that is known of an error, for whoever is to mend it: the code with its data, or the stack. */
export function errorDetails(error: unknown): string {
  const failure = failureOf(error);
  if (failure) return `${failure.code} ${JSON.stringify(failure.data, null, 2)}`;
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : JSON.stringify(error);
}

/** The sentence of a code where its data changes the wording; `what` for all others. */
function wording(failure: FailureValue): string {
  if (failure.code === 'BAD_INPUT' && failure.data.field === '') return 'whole';
  if (failure.code === 'FLAG_REFUSED' && failure.data.reason === 'not-a-flag') return 'notAFlag';
  if (failure.code === 'PORT_TAKEN' && failure.data.by !== null) return 'byCluster';
  if (failure.code === 'NODE_PORT_TAKEN') {
    if (failure.data.by !== null) return 'byCluster';
    return failure.data.pid === null ? 'what' : 'byProcess';
  }
  if (failure.code === 'ETCD_MISSING' && failure.data.version !== null) return 'versioned';
  if (failure.code === 'TLS_MISMATCH' && failure.data.speaks === 'tls') return 'speaksTls';
  if (failure.code === 'CERTIFICATE_EXPIRED' && failure.data.reason === 'not-yet-valid') return 'notYet';
  if (failure.code === 'REVISION_COMPACTED' && failure.data.compacted !== null) return 'upTo';
  if (failure.code === 'PERMISSION_DENIED') {
    const { user, key } = failure.data;
    if (isStatusKept(failure)) return 'status';
    if (user === null) return key === null ? 'nobodyNoKey' : 'nobody';
    return key === null ? 'noKey' : 'what';
  }
  return 'what';
}

/** The advice of a code where its data changes it; `next` for all others. */
function advice(failure: FailureValue): string {
  if (isStatusKept(failure)) return 'nextStatus';
  if (failure.code === 'UNSUPPORTED_HERE') return INSTEAD[failure.data.action] ?? 'next';
  if (failure.code === 'NODE_PORT_TAKEN' && failure.data.by !== null) return 'nextCluster';
  return failure.code === 'TLS_MISMATCH' && failure.data.speaks === 'tls' ? 'nextTls' : 'next';
}

/** What to do instead of an action that a system cannot do. */
const INSTEAD: Readonly<Record<string, string>> = {
  pause: 'nextPause',
  resume: 'nextPause',
  'download etcd': 'nextDownload',
  'install a package': 'nextPackage',
  'open-folder': 'nextFolder',
  'choose a file': 'nextFile',
};

/** A member that answers so is none that fails: see `keepsStatus`. */
function isStatusKept(failure: FailureValue): boolean {
  return failure.code === 'PERMISSION_DENIED' && failure.data.action === 'Status';
}
