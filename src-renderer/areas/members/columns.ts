import { t } from '../../i18n/text';
import { errorWords } from '../../members/alarms';
import { doubtOf } from '../../members/figures';
import type { MemberFigure, MemberRow, MembersState, MemberStatus } from '@shared/contract/members';
import { formatBytes, formatMs, formatNumber, formatQuota, shareNotInUse } from '../../words/format';

/**
 * The content of a cell. `exact`: the full figure, where the text shortens it. `too-old`: this server does
 * not report it; servers do since that version. `unknown`: the member never answered, or has nothing to
 * report. `doubtful`: what it reports cannot be true, and why.
 */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly exact?: string }
  | { readonly kind: 'flag'; readonly on: boolean }
  | { readonly kind: 'too-old'; readonly since: string }
  | { readonly kind: 'doubtful'; readonly why: string }
  | { readonly kind: 'unknown' };

export const columnIds = [
  'endpoint',
  'id',
  'name',
  'version',
  'storageVersion',
  'dbSize',
  'inUse',
  'notInUse',
  'quota',
  'leader',
  'learner',
  'raftTerm',
  'raftIndex',
  'appliedIndex',
  'errors',
  'downgradeTarget',
  'downgradeEnabled',
  'roundTrip',
] as const;
export type ColumnId = (typeof columnIds)[number];

const RIGHT: readonly ColumnId[] = [
  'dbSize',
  'inUse',
  'notInUse',
  'quota',
  'raftTerm',
  'raftIndex',
  'appliedIndex',
  'roundTrip',
];

/** Whether a column holds figures, which are right-aligned. */
export function isFigure(column: ColumnId): boolean {
  return RIGHT.includes(column);
}

/** The etcd version that first reports a column, for columns that some supported versions lack. */
const SINCE: { readonly [C in ColumnId]?: string } = {
  storageVersion: '3.6',
  quota: '3.6',
  downgradeTarget: '3.6',
  downgradeEnabled: '3.6',
};

const text = (value: string, exact?: string): Cell =>
  exact === undefined || exact === value
    ? { kind: 'text', text: value }
    : { kind: 'text', text: value, exact };
const unknown: Cell = { kind: 'unknown' };

/** The cell of a member in a column. Only the leader according to all answers is marked as leader. */
export function cellOf(column: ColumnId, row: MemberRow, leader: MembersState['leader']): Cell {
  if (column === 'endpoint') return text(row.endpoint);
  if (column === 'name') return text(row.name);
  if (column === 'roundTrip') {
    return row.roundTripMs === null ? unknown : text(formatMs(row.roundTripMs), `${row.roundTripMs} ms`);
  }
  if (!row.status) return unknown;
  return statusCell(column, row.status, leader);
}

function statusCell(
  column: Exclude<ColumnId, 'endpoint' | 'name' | 'roundTrip'>,
  status: MemberStatus,
  leader: MembersState['leader'],
): Cell {
  const bytes = (value: number) => text(formatBytes(value), `${formatNumber(value)} bytes`);
  const doubtful = (...figures: readonly MemberFigure[]): Cell => {
    const why = figures.map((figure) => doubtOf(figure, status)).find((each) => each !== null);
    return why === undefined ? unknown : { kind: 'doubtful', why };
  };
  const count = (figure: Exclude<MemberFigure, 'dbSize' | 'dbSizeInUse'>) => {
    const value = status[figure];
    return value === null ? doubtful(figure) : text(formatNumber(value));
  };
  const since = (value: Cell | null): Cell => value ?? { kind: 'too-old', since: SINCE[column] ?? '' };
  switch (column) {
    case 'id':
      return text(status.memberId);
    case 'version':
      return text(status.version);
    case 'storageVersion':
      return since(status.storageVersion === null ? null : text(status.storageVersion));
    case 'dbSize':
      return status.dbSize === null ? doubtful('dbSize') : bytes(status.dbSize);
    case 'inUse':
      return status.dbSizeInUse === null ? doubtful('dbSizeInUse') : bytes(status.dbSizeInUse);
    case 'notInUse':
      return status.dbSize === null || status.dbSizeInUse === null
        ? doubtful('dbSize', 'dbSizeInUse')
        : text(`${shareNotInUse(status.dbSize, status.dbSizeInUse)}%`);
    case 'quota':
      return since(status.dbSizeQuota === null ? null : quotaCell(status.dbSizeQuota));
    case 'leader':
      return { kind: 'flag', on: status.memberId === leader?.memberId };
    case 'learner':
      return { kind: 'flag', on: status.isLearner };
    case 'raftTerm':
      return count('raftTerm');
    case 'raftIndex':
      return count('raftIndex');
    case 'appliedIndex':
      return count('raftAppliedIndex');
    case 'errors':
      return status.errors.length > 0 ? text(status.errors.map(errorWords).join(', ')) : unknown;
    case 'downgradeTarget':
      return since(status.downgrade && (status.downgrade.target ? text(status.downgrade.target) : unknown));
    case 'downgradeEnabled':
      return since(status.downgrade && { kind: 'flag', on: status.downgrade.enabled });
  }
}

function quotaCell(quota: number): Cell {
  if (quota < 0) return text(t('members.figure.noQuota'), t('members.figure.noQuotaHint'));
  return text(formatQuota(quota), `${formatNumber(quota)} bytes`);
}
