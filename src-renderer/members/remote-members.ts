import type { FailureValue } from '@shared/contract/failures';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';
import { lag, leadingRow, type MemberView } from './nodes';
import { remoteRoleOf, serves } from './role';

/** A member of a cluster elsewhere, with all of its endpoints that the connection has. */
export interface RemoteMember extends MemberView {
  readonly node: null;
  readonly row: MemberRow;
  readonly endpoints: readonly string[];
}

/**
 * The members by what the endpoints of a connection say, in their order: endpoints that lead to one member are one,
 * those that never answered stand for themselves.
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
    // An endpoint that answers speaks for its member.
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

/** How a connection to a cluster elsewhere does. */
export type RemoteCondition =
  | { readonly kind: 'asking' }
  /** No endpoint answers: each with its reason. */
  | {
      readonly kind: 'dead';
      readonly endpoints: readonly { readonly endpoint: string; readonly failure: FailureValue }[];
    }
  | {
      readonly kind: 'open';
      readonly up: number;
      readonly total: number;
      /** Whether any that answers tells its status, which is how one knows who leads. */
      readonly told: boolean;
    };

/** Decides it from what each endpoint said last. */
export function conditionOf(state: MembersState | null): RemoteCondition {
  const rows = state?.rows ?? [];
  const untold = rows.filter(keepsStatus).length;
  const failed = rows.flatMap((row) =>
    row.failure && !keepsStatus(row) ? [{ endpoint: row.endpoint, failure: row.failure }] : [],
  );
  if (rows.length > 0 && failed.length === rows.length) return { kind: 'dead', endpoints: failed };
  const telling = rows.filter(({ status, failure }) => status !== null && failure === null).length;
  const up = telling + untold;
  return up === 0 ? { kind: 'asking' } : { kind: 'open', up, total: rows.length, told: telling > 0 };
}
