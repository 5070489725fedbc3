import type { FailureValue } from '@shared/contract/failures';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';
import { lag, leadingRow, type MemberView } from './nodes';
import { remoteRoleOf, serves } from './role';

/** A member of a remote cluster, with all endpoints of the connection that lead to it. */
export interface RemoteMember extends MemberView {
  readonly node: null;
  readonly row: MemberRow;
  readonly endpoints: readonly string[];
}

/**
 * Groups the endpoints of a connection into members, in order. Endpoints that lead to the same member form
 * one; each endpoint that never answered stands for itself.
 */
export function viewRemoteMembers(state: MembersState | null): readonly RemoteMember[] {
  const rows = state?.rows ?? [];
  const leader = state?.leader ?? null;
  const leading = leadingRow(rows, leader);
  const groups = new Map<string, [MemberRow, ...MemberRow[]]>();
  for (const row of rows) {
    const id = row.status?.memberId ?? row.endpoint;
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return [...groups].map(([id, group]) => {
    // An endpoint that answers represents its member.
    const row = group.find(({ failure }) => failure === null) ?? group.find(keepsStatus) ?? group[0];
    const role = remoteRoleOf(row, leader);
    const answers = serves(role) || role === 'candidate' || role === 'cutoff';
    return {
      id,
      name: row.name === '' ? row.endpoint.replace(/^https?:\/\//, '') : row.name,
      node: null,
      row,
      endpoints: group.map(({ endpoint }) => endpoint),
      role,
      term: answers ? (row.status?.raftTerm ?? null) : null,
      behind: leader ? lag(row, leading, answers) : null,
    };
  });
}

/** The condition of a connection to a remote cluster. */
export type RemoteCondition =
  | { readonly kind: 'asking' }
  /** No endpoint tells its status; each has its reason. */
  | {
      readonly kind: 'dead';
      /** Whether one of them wants another user or password, which only a person can give. */
      readonly signIn: boolean;
      readonly endpoints: readonly { readonly endpoint: string; readonly failure: FailureValue }[];
    }
  | {
      readonly kind: 'open';
      readonly up: number;
      readonly total: number;
      /** Whether any member that answers reveals its status, which is what shows who leads. */
      readonly told: boolean;
    };

/** What says that a member is there, and refuses the user. */
const ofUser: ReadonlySet<FailureValue['code']> = new Set([
  'AUTH_REQUIRED',
  'AUTH_FAILED',
  'PASSWORD_MISSING',
  'CERTIFICATE_USER_UNKNOWN',
]);

/** Decides the condition from the last answer of each endpoint. */
export function conditionOf(state: MembersState | null): RemoteCondition {
  const rows = state?.rows ?? [];
  const untold = rows.filter(keepsStatus).length;
  const failed = rows.flatMap((row) =>
    row.failure && !keepsStatus(row) ? [{ endpoint: row.endpoint, failure: row.failure }] : [],
  );
  if (rows.length > 0 && failed.length === rows.length) {
    const signIn = failed.some(({ failure }) => ofUser.has(failure.code));
    return { kind: 'dead', signIn, endpoints: failed };
  }
  const telling = rows.filter(({ status, failure }) => status !== null && failure === null).length;
  const up = telling + untold;
  return up === 0 ? { kind: 'asking' } : { kind: 'open', up, total: rows.length, told: telling > 0 };
}
