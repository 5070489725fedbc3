import type { Impossible, MemberFigure, MemberStatus } from '@shared/contract/members';
import type { StatusResponse } from '../etcd/gen/maintenance_pb';
import { hexId } from '../etcd/ids';
import { shown } from '../base/large-parts';
import { MOST_ERRORS } from '../etcd/limits';

/**
 * Converts a member's answer to the contract's type. Fields that the server's version is too old for are null; a
 * zero from a new enough server is a real zero. Figures that cannot be true are null, too, and stand in `impossible`. Of
 * long texts and lists it has the beginning.
 */
export function memberStatus(response: StatusResponse): MemberStatus {
  const { header, version } = response;
  const since36 = isAtLeast(version, 3, 6);
  const { enabled = false, targetVersion = '' } = response.downgradeInfo ?? {};
  const figures = figuresOf(response);
  const impossible = impossibleOf(figures);
  const told = (figure: MemberFigure) =>
    impossible.some((each) => each.figure === figure) ? null : figures[figure];
  const bytes = (figure: MemberFigure) => {
    const value = told(figure);
    return value === null ? null : Number(value);
  };
  const count = (figure: MemberFigure) => told(figure)?.toString() ?? null;
  return {
    clusterId: hexId(header?.clusterId ?? 0n),
    memberId: hexId(header?.memberId ?? 0n),
    version: shown(version),
    storageVersion: since36 ? shown(response.storageVersion) : null,
    dbSize: bytes('dbSize'),
    dbSizeInUse: bytes('dbSizeInUse'),
    dbSizeQuota: since36 ? Number(response.dbSizeQuota) : null,
    leader: response.leader === 0n ? null : hexId(response.leader),
    isLearner: response.isLearner,
    raftTerm: count('raftTerm'),
    raftIndex: count('raftIndex'),
    raftAppliedIndex: count('raftAppliedIndex'),
    revision: count('revision'),
    impossible,
    errors: response.errors.slice(0, MOST_ERRORS).map(shown),
    downgrade: since36 ? { enabled, target: shown(targetVersion) } : null,
  };
}

/** As the member tells them. */
type Figures = Readonly<Record<MemberFigure, bigint>>;

function figuresOf(response: StatusResponse): Figures {
  const { dbSize, dbSizeInUse, raftTerm, raftAppliedIndex, header } = response;
  const ahead = raftAppliedIndex - response.raftIndex;
  // etcd reads the committed index first. What it has applied by the second read is committed as well.
  const raftIndex = ahead > 0n && ahead <= READ_APART ? raftAppliedIndex : response.raftIndex;
  return { dbSize, dbSizeInUse, raftTerm, raftIndex, raftAppliedIndex, revision: header?.revision ?? 0n };
}

/** Entries: far more than a member applies between two reads for one answer. etcd lets no more wait to be applied. */
const READ_APART = 5000n;
/** What counts up by one does not get there: a million times a second would take 292,000 years. */
const TOO_LARGE = 2n ** 63n;

const all: readonly MemberFigure[] = [
  'dbSize',
  'dbSizeInUse',
  'raftTerm',
  'raftIndex',
  'raftAppliedIndex',
  'revision',
];

function impossibleOf(figures: Figures): Impossible[] {
  return all.flatMap((figure) => {
    const why = whyNot(figure, figures);
    return why === null ? [] : [{ figure, said: String(figures[figure]), why }];
  });
}

/** Why a figure cannot be true; null when it can. */
function whyNot(figure: MemberFigure, figures: Figures): Impossible['why'] | null {
  const value = figures[figure];
  if (value < 0n) return 'negative';
  if (value >= TOO_LARGE) return 'too-large';
  if (figure === 'dbSizeInUse' && figures.dbSize >= 0n && value > figures.dbSize) return 'above-size';
  const applied = figures.raftAppliedIndex;
  return figure === 'raftIndex' && applied < TOO_LARGE && value < applied ? 'below-applied' : null;
}

/** Whether `version`, such as 3.6.14 or 3.7.0-rc.1, is that release or a later one; false when it is not a version. */
function isAtLeast(version: string, major: number, minor: number): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (!match) return false;
  const [ours, theirs] = [major * 1000 + minor, Number(match[1]) * 1000 + Number(match[2])];
  return theirs >= ours;
}
