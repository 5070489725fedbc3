import type { Cluster } from '@shared/contract/local';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';
import { isStranger } from '../members/stranger';
import { type Vacancy, vacancyOf } from '../members/vacancy';

/** The figures of the status bar; null means "not known". */
export interface Summary {
  readonly up: number;
  readonly total: number;
  /** null: nobody is known to lead; see `vacancy`. */
  readonly leader: string | null;
  /** Whether no member is known to have the leader's ID, which is its name then. */
  readonly stranger: boolean;
  /** Says more where there is no leader. */
  readonly vacancy: Vacancy;
  /** false: every member that answers hides its status from this user, so nobody knows who leads. */
  readonly told: boolean;
  /** Decimal, like revisions. */
  readonly term: string | null;
  readonly revision: string | null;
  /** Bytes: the largest database among the members that answer. */
  readonly dbSize: number | null;
  readonly quota: number | null;
  /** Milliseconds: of the leader's endpoint, or the slowest while there is no leader. */
  readonly roundTripMs: number | null;
}

/** What is known about a cluster without polling its members. */
export interface Expected {
  readonly total: number;
  /** Bytes; null when unknown. */
  readonly quota: number | null;
}

/** etcd's default quota. Bytes; see `etcd --help`. */
const DEFAULT_QUOTA = 2 * 1024 ** 3;

/** The expected figures of a local cluster. */
export function expectedOf({ nodes, tuning }: Cluster): Expected {
  return { total: nodes.length, quota: tuning.quotaBytes || DEFAULT_QUOTA };
}

/** Sums up the latest answers of the members that respond. A member counts as up when it answered the latest call. */
export function summarise({ total, quota }: Expected, members: MembersState | null): Summary {
  const answering = (members?.rows ?? []).flatMap((row) =>
    row.failure === null && row.status ? [{ row, status: row.status }] : [],
  );
  // They do not say which member they are, so each endpoint counts.
  const untold = (members?.rows ?? []).filter(keepsStatus).length;
  const leader = members?.leader ?? null;
  const sizes = answering.flatMap(({ status }) => status.dbSize ?? []);
  const quotas = answering.flatMap(({ status: { dbSizeQuota } }) =>
    dbSizeQuota !== null && dbSizeQuota > 0 ? [dbSizeQuota] : [],
  );
  return {
    up: new Set(answering.map(({ status }) => status.memberId)).size + untold,
    total,
    leader: leader?.name ?? null,
    stranger: members !== null && isStranger(members),
    vacancy: vacancyOf(members?.rows ?? []),
    told: untold === 0 || answering.length > 0,
    term: leader?.term ?? largest(answering.flatMap(({ status }) => status.raftTerm ?? [])),
    revision: largest(answering.flatMap(({ status }) => status.revision ?? [])),
    dbSize: sizes.length > 0 ? Math.max(...sizes) : null,
    quota: quotas[0] ?? quota,
    roundTripMs: roundTrip(
      answering.map(({ row }) => row),
      leader?.memberId ?? null,
    ),
  };
}

function roundTrip(rows: readonly MemberRow[], leader: string | null): number | null {
  const leading = rows.find((row) => leader !== null && row.status?.memberId === leader);
  if (leading) return leading.roundTripMs;
  const times = rows.flatMap((row) => (row.roundTripMs === null ? [] : [row.roundTripMs]));
  return times.length > 0 ? Math.max(...times) : null;
}

/** The largest of some decimal figures of any length. */
function largest(figures: readonly string[]): string | null {
  const sorted = figures.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.at(-1)?.toString() ?? null;
}
