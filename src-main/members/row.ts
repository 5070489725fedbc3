import { isDeepStrictEqual } from 'node:util';
import type { FailureValue } from '@shared/contract/failures';
import type { ConnectionReason } from '@shared/contract/reasons';
import { keepsStatus, type MemberRow, type MemberStatus } from '@shared/contract/members';

/** An observed endpoint. `name` is the name of our node; `running` is whether to ask it at all. */
export interface ObservedEndpoint {
  readonly url: string;
  readonly name: string;
  readonly running: boolean;
}

interface Answer {
  readonly kind: 'answered';
  readonly status: MemberStatus;
  readonly roundTripMs: number;
  readonly at: Date;
}

/** New information about an endpoint. */
export type Outcome =
  | Answer
  | { readonly kind: 'failed'; readonly failure: FailureValue }
  /** Its process does not run, so it was not asked. */
  | { readonly kind: 'not-running' }
  /** Its process runs again and has not answered since. */
  | { readonly kind: 'started' };

/** The row of an endpoint that was never asked and has no name yet. */
export function emptyRow(url: string): MemberRow {
  return { endpoint: url, name: '', status: null, failure: null, roundTripMs: null, at: null };
}

/** Whether the endpoint was not asked because its process does not run. */
export function isNotRunning({ failure }: MemberRow): boolean {
  return failure?.code === 'ENDPOINT_UNREACHABLE' && failure.data.reason.kind === 'not-running';
}

/** The row with another name; the same object when it already has that name. */
export function named(row: MemberRow, name: string): MemberRow {
  return row.name === name ? row : { ...row, name };
}

/**
 * Whether its latest call was answered by a member that knows a leader or hides its status. Asking again would not
 * tell more.
 */
export function isSettled(row: MemberRow): boolean {
  const { status, failure } = row;
  return keepsStatus(row) || (failure === null && status !== null && status.leader !== null);
}

/**
 * The row after `outcome`; the same object when nothing changed. An answer that differs only in round trip and
 * time changes the row at most once in `refreshMs`, however often the member is asked.
 */
export function nextRow(row: MemberRow, outcome: Outcome, refreshMs: number): MemberRow {
  switch (outcome.kind) {
    case 'answered':
      return answeredRow(row, outcome, refreshMs);
    case 'failed':
      return failedRow(row, outcome.failure);
    case 'not-running':
      return failedRow(row, unreachable(row, { kind: 'not-running' }));
    case 'started':
      return failedRow(row, row.status === null ? null : unreachable(row, { kind: 'not-answered-yet' }));
  }
}

function answeredRow(row: MemberRow, { status, roundTripMs, at }: Answer, refreshMs: number): MemberRow {
  const same = row.failure === null && isDeepStrictEqual(row.status, status);
  // Half of it, since a timer may fire a little early.
  if (same && row.at !== null && at.getTime() - Date.parse(row.at) < refreshMs / 2) return row;
  return { ...row, status, failure: null, roundTripMs, at: at.toISOString() };
}

function failedRow(row: MemberRow, failure: FailureValue | null): MemberRow {
  return isDeepStrictEqual(row.failure, failure) ? row : { ...row, failure };
}

function unreachable({ endpoint }: MemberRow, reason: ConnectionReason): FailureValue {
  return { code: 'ENDPOINT_UNREACHABLE', data: { endpoint, reason } };
}
