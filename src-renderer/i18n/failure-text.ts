import { toText } from '@shared/bytes';
import type { FailureValue } from '@shared/contract/failures';
import type { ConnectionReason, HostAction } from '@shared/contract/reasons';
import { failureOf, LinkLost } from '../rpc/failure';
import { namedOf } from './failure-words';
import { compareMinors, minorOf } from '@shared/etcd/versions';
import { inTurn } from './list';
import { type Named, t, type TextKey } from './text';

/** What happened, and what to do next, one sentence each. */
export interface FailureText {
  readonly what: string;
  readonly next: string;
}

/** Turns an expected failure into words of the user's language. */
export function failureText(failure: FailureValue): FailureText {
  const named = 'because' in failure.data ? withCauses(failure) : namedOf(failure);
  return { what: t(whatKey(failure), named), next: t(nextKey(failure), named) };
}

/** Of a failure that is made of others, with what happened to each. */
function withCauses(failure: FailureValue): Named {
  const parts = 'because' in failure.data ? failure.data.because : [];
  return { ...namedOf(failure), because: inTurn(parts.map((part) => failureText(part).what)) };
}

/** The same for whatever was thrown: a lost link and a bug have their sentences too. */
export function errorText(error: unknown): FailureText {
  const failure = failureOf(error);
  if (failure) return failureText(failure);
  const kind = error instanceof LinkLost ? 'linkLost' : 'unexpected';
  return { what: t(`failures.${kind}.what`), next: t(`failures.${kind}.next`) };
}

/** What `errorText` says, as one text. */
export function failureSentence(error: unknown): string {
  const { what, next } = errorText(error);
  return inTurn([what, next]);
}

/** Everything known about an error, for whoever fixes it: the code with its data, or the stack. */
export function errorDetails(error: unknown): string {
  const failure = failureOf(error);
  if (failure) return `${failure.code} ${JSON.stringify(failure.data, bytesAsText, 2)}`;
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : JSON.stringify(error);
}

function bytesAsText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? toText(value) : value;
}

/** What happened: the sentence of its code, or one of several where its data changes the wording. */
function whatKey(failure: FailureValue): TextKey {
  if (failure.code === 'NOT_FOUND') return `failures.NOT_FOUND.${failure.data.what}`;
  if (failure.code === 'NOT_PERMITTED') return `failures.NOT_PERMITTED.${failure.data.action}`;
  if (failure.code === 'TOO_MANY_GRANTS') return `failures.TOO_MANY_GRANTS.${failure.data.of}`;
  if (failure.code === 'NO_ENDPOINT' && failure.data.endpoints.length === 0)
    return 'failures.NO_ENDPOINT.none';
  if (failure.code === 'CERTIFICATE_UNREADABLE')
    return `failures.CERTIFICATE_UNREADABLE.${failure.data.part}`;
  if (failure.code === 'BAD_INPUT' && failure.data.field === '') return 'failures.BAD_INPUT.whole';
  if (failure.code === 'FLAG_REFUSED' && failure.data.reason === 'not-a-flag')
    return 'failures.FLAG_REFUSED.notAFlag';
  if (failure.code === 'PORT_TAKEN' && failure.data.by !== null) return 'failures.PORT_TAKEN.byCluster';
  if (failure.code === 'NODE_PORT_TAKEN') {
    if (failure.data.by !== null) return 'failures.NODE_PORT_TAKEN.byCluster';
    if (failure.data.pid !== null) return 'failures.NODE_PORT_TAKEN.byProcess';
  }
  if (failure.code === 'ETCD_MISSING' && failure.data.version !== null)
    return 'failures.ETCD_MISSING.versioned';
  if (failure.code === 'ENDPOINT_UNREACHABLE' && failure.data.reason.kind === 'not-running')
    return 'failures.ENDPOINT_UNREACHABLE.notRunning';
  if (failure.code === 'TLS_MISMATCH' && failure.data.speaks === 'tls')
    return 'failures.TLS_MISMATCH.speaksTls';
  if (failure.code === 'CERTIFICATE_EXPIRED' && failure.data.reason === 'not-yet-valid')
    return 'failures.CERTIFICATE_EXPIRED.notYet';
  if (failure.code === 'REVISION_COMPACTED' && failure.data.compacted !== null)
    return 'failures.REVISION_COMPACTED.upTo';
  if (failure.code === 'PERMISSION_DENIED') {
    if (isStatusKept(failure)) return 'failures.PERMISSION_DENIED.status';
    if (failure.data.user === null) return 'failures.PERMISSION_DENIED.nobody';
  }
  return `failures.${failure.code}.what`;
}

/** What to do next: the advice of its code, or one of several where its data changes it. */
function nextKey(failure: FailureValue): TextKey {
  if (isStatusKept(failure)) return 'failures.PERMISSION_DENIED.nextStatus';
  if (failure.code === 'PERMISSION_DENIED' && failure.data.permitted)
    return failure.data.permitted.length > 0
      ? 'failures.PERMISSION_DENIED.nextParts'
      : 'failures.PERMISSION_DENIED.nextNone';
  if (failure.code === 'REVISION_COMPACTED' && failure.data.compacted !== null)
    return 'failures.REVISION_COMPACTED.nextFrom';
  if (failure.code === 'ENDPOINT_UNREACHABLE') return nextOf(failure.data.reason);
  if (failure.code === 'UNSUPPORTED_HERE') return instead[failure.data.action];
  if (failure.code === 'NODE_PORT_TAKEN' && failure.data.by !== null)
    return 'failures.NODE_PORT_TAKEN.nextCluster';
  if (failure.code === 'TLS_MISMATCH' && failure.data.speaks === 'tls')
    return 'failures.TLS_MISMATCH.nextTls';
  if (failure.code === 'ETCD_DOWNGRADE' && canStepBack(failure.data))
    return 'failures.ETCD_DOWNGRADE.nextDown';
  return `failures.${failure.code}.next`;
}

/** etcd 3.6 and later can take their data back by one minor version. */
function canStepBack({ version, written }: { readonly version: string; readonly written: string }): boolean {
  const [to, from] = [minorOf(version), minorOf(written)];
  if (!to || !from || compareMinors(written, '3.6') < 0) return false;
  return to.major === from.major && to.minor === from.minor - 1;
}

/** What to do about an endpoint that cannot be reached. */
function nextOf({ kind }: ConnectionReason): TextKey {
  if (kind === 'not-running') return 'failures.ENDPOINT_UNREACHABLE.nextNotRunning';
  const isNameUnknown = kind === 'host-not-found' || kind === 'host-not-found-now';
  return isNameUnknown ? 'failures.ENDPOINT_UNREACHABLE.nextNotFound' : 'failures.ENDPOINT_UNREACHABLE.next';
}

/** What to do instead of an action that a system cannot do. */
const instead: Readonly<Record<HostAction, TextKey>> = {
  pause: 'failures.UNSUPPORTED_HERE.nextPause',
  resume: 'failures.UNSUPPORTED_HERE.nextPause',
  'download-etcd': 'failures.UNSUPPORTED_HERE.nextDownload',
  'install-package': 'failures.UNSUPPORTED_HERE.nextPackage',
  'open-folder': 'failures.UNSUPPORTED_HERE.nextFolder',
  'choose-file': 'failures.UNSUPPORTED_HERE.nextFile',
};

/** A member that answers this way is not failing: see `keepsStatus`. */
function isStatusKept(failure: FailureValue): boolean {
  return failure.code === 'PERMISSION_DENIED' && failure.data.action === 'Status';
}
