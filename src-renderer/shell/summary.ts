import type { Cluster } from '@shared/contract/local';
import { keepsStatus, type MemberRow, type MembersState } from '@shared/contract/members';

/** The few figures of the status bar; null is "not known". */
export interface Summary {
  readonly up: number;
  readonly total: number;
  /** null: the members that answer know no leader, or none is `told`. */
  readonly leader: string | null;
  /** false: those that answer all keep their status from this user, so that nobody knows who leads. */
  readonly told: boolean;
  /** Decimal, as are revisions. */
  readonly term: string | null;
  readonly revision: string | null;
  /** Bytes: the largest database among the members that answer. */
  readonly dbSize: number | null;
  readonly quota: number | null;
  /** Milliseconds: of the leader's endpoint, or the slowest while there is no leader. */
  readonly roundTripMs: number | null;
}

/** What is known of a cluster without asking its members. */
export interface Expected {
  readonly total: number;
  /** Bytes; null where nobody tells. */
  readonly quota: number | null;
}

/** etcd's own quota when none was set. Bytes; see `etcd --help`. */
const DEFAULT_QUOTA = 2 * 1024 ** 3;

/** Of one of our clusters. */
export function expectedOf({ nodes, tuning }: Cluster): Expected {
  return { total: nodes.length, quota: tuning.quotaBytes || DEFAULT_QUOTA };
}

/** Sums up what the members that answer now say. A member counts as up when its latest call was answered. */
export function summarise({ total, quota }: Expected, members: MembersState | null): Summary {
  const answering = (members?.rows ?? []).flatMap((row) =>
    row.failure === null && row.status ? [{ row, status: row.status }] : [],
  );
  // Which member it is they do not say, so each endpoint counts.
  const untold = (members?.rows ?? []).filter(keepsStatus).length;
  const leader = members?.leader ?? null;
  const sizes = answering.map(({ status }) => status.dbSize);
  const quotas = answering.flatMap(({ status }) => (status.dbSizeQuota ? [status.dbSizeQuota] : []));
  return {
    up: new Set(answering.map(({ status }) => status.memberId)).size + untold,
    total,
    leader: leader?.name ?? null,
    told: untold === 0 || answering.length > 0,
    term: leader?.term ?? largest(answering.map(({ status }) => status.raftTerm)),
    revision: largest(answering.map(({ status }) => status.revision)),
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

/** The largest of decimal figures of any length. */
function largest(figures: readonly string[]): string | null {
  const sorted = figures.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.at(-1)?.toString() ?? null;
}
