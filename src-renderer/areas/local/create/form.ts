import { clusterName, type ClusterTuning, type CreateCluster } from '@shared/contract/local';
import type { FailureCode, FailureValue } from '@shared/contract/failures';
import * as v from 'valibot';
import type { Words } from '../../../i18n/text';

/** The input of the form for a new cluster; numbers may be missing while the user types. */
export interface Draft {
  readonly name: string;
  readonly size: number | null;
  /** Path of an installed etcd; '' means the preferred one. */
  readonly etcdPath: string;
  readonly heartbeatMs: number | null;
  readonly electionMs: number | null;
  /** In `quotaUnit`; null means etcd's default. */
  readonly quota: number | null;
  readonly quotaUnit: 'MiB' | 'GiB';
  readonly snapshotCount: number | null;
  readonly compaction: 'off' | 'periodic' | 'revision';
  readonly retention: string;
  /** One flag per line. */
  readonly extraFlags: string;
  readonly firstPort: number | null;
}

export type DraftField = Exclude<keyof Draft, 'quotaUnit' | 'compaction'>;

/** etcd's own defaults; the name is suggested by the engine. */
export const emptyDraft: Draft = {
  name: '',
  size: 3,
  etcdPath: '',
  heartbeatMs: 100,
  electionMs: 1000,
  quota: null,
  quotaUnit: 'GiB',
  snapshotCount: null,
  compaction: 'off',
  retention: '1h',
  extraFlags: '',
  firstPort: null,
};

/** etcd refuses an election timeout below five heartbeats (`etcd --help`, --election-timeout). */
export function minimumElectionMs(heartbeatMs: number): number {
  return heartbeatMs * 5;
}

const UNIT = { MiB: 2 ** 20, GiB: 2 ** 30 };

/** What the form itself sees wrong with the draft, by field; empty when it can be sent. */
export function problemsOf(draft: Draft): Readonly<Partial<Record<DraftField, Words>>> {
  const problems: Partial<Record<DraftField, Words>> = {};
  if (!v.is(clusterName, draft.name)) {
    problems.name = {
      key: /[/\\]/.test(draft.name) ? 'local.create.nameSigns' : 'local.create.nameEmpty',
      named: {},
    };
  }
  const range = (field: 'size' | 'heartbeatMs' | 'electionMs', min: number, max: number) => {
    if (!isWithin(draft[field], min, max))
      problems[field] = { key: 'local.create.range', named: { min, max } };
  };
  const optional = (field: 'quota' | 'snapshotCount' | 'firstPort', min: number, max: number) => {
    if (draft[field] !== null && !isWithin(draft[field], min, max)) {
      problems[field] = { key: 'local.create.range', named: { min, max } };
    }
  };
  range('size', 1, 9);
  range('heartbeatMs', 1, 10_000);
  range('electionMs', 5, 50_000);
  optional('quota', 1, 1_000_000);
  optional('snapshotCount', 1, 1_000_000_000);
  optional('firstPort', 1024, 65_535 - 2 * (draft.size ?? 1));
  const { heartbeatMs, electionMs, compaction, retention } = draft;
  if (!problems.electionMs && heartbeatMs !== null && electionMs !== null) {
    const min = minimumElectionMs(heartbeatMs);
    if (electionMs < min) problems.electionMs = { key: 'local.create.electionShort', named: { min } };
  }
  if (compaction === 'periodic' && !/^\d+[hms]$/.test(retention)) {
    problems.retention = { key: 'local.create.retention.periodic', named: {} };
  }
  if (compaction === 'revision' && !/^\d+$/.test(retention)) {
    problems.retention = { key: 'local.create.retention.revision', named: {} };
  }
  return problems;
}

function isWithin(value: number | null, min: number, max: number): boolean {
  return value !== null && Number.isInteger(value) && value >= min && value <= max;
}

/** The draft in the engine's format; null while it has problems. */
export function inputOf(draft: Draft): CreateCluster | null {
  if (Object.keys(problemsOf(draft)).length > 0) return null;
  const { size, heartbeatMs, electionMs } = draft;
  if (size === null || heartbeatMs === null || electionMs === null) return null;
  const tuning: ClusterTuning = {
    heartbeatMs,
    electionMs,
    quotaBytes: (draft.quota ?? 0) * UNIT[draft.quotaUnit],
    snapshotCount: draft.snapshotCount,
    autoCompaction:
      draft.compaction === 'off' ? null : { mode: draft.compaction, retention: draft.retention },
    extraFlags: draft.extraFlags
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
  return {
    name: draft.name.trim(),
    size,
    etcdPath: draft.etcdPath === '' ? null : draft.etcdPath,
    tuning,
    firstPort: draft.firstPort,
  };
}

const INPUT_FIELDS: Readonly<Record<string, DraftField>> = {
  name: 'name',
  size: 'size',
  etcdPath: 'etcdPath',
  firstPort: 'firstPort',
  heartbeatMs: 'heartbeatMs',
  electionMs: 'electionMs',
  quotaBytes: 'quota',
  snapshotCount: 'snapshotCount',
  autoCompaction: 'retention',
  extraFlags: 'extraFlags',
};

const FAILURE_FIELDS: { readonly [C in FailureCode]?: DraftField } = {
  NAME_TAKEN: 'name',
  ELECTION_TIMEOUT_TOO_SHORT: 'electionMs',
  FLAG_REFUSED: 'extraFlags',
  PORT_TAKEN: 'firstPort',
  NO_FREE_PORTS: 'firstPort',
  ETCD_MISSING: 'etcdPath',
  ETCD_GONE: 'etcdPath',
  ETCD_UNUSABLE: 'etcdPath',
  ETCD_TOO_OLD: 'etcdPath',
  WRONG_ARCHITECTURE: 'etcdPath',
};

/** The field that a failure of the engine belongs to; null when it belongs to none. */
export function fieldOf(failure: FailureValue): DraftField | null {
  if (failure.code === 'NOT_FOUND') return failure.data.what === 'etcd' ? 'etcdPath' : null;
  if (failure.code !== 'BAD_INPUT') return FAILURE_FIELDS[failure.code] ?? null;
  const [first = '', second = ''] = failure.data.field.split('.');
  return INPUT_FIELDS[first === 'tuning' ? second : first] ?? null;
}

/** Whether a field is in the advanced section, which starts folded. */
export function isAdvanced(field: DraftField): boolean {
  return field !== 'name' && field !== 'size' && field !== 'etcdPath';
}
