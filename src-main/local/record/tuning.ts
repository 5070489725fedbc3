import type { FailureData } from '@shared/contract/failures';
import type { ClusterTuning } from '@shared/contract/local';
import { Failure } from '../../base/failure';

/** Flags that the app sets, or that would break its control of a node: data elsewhere, a log it cannot read. */
const OWN_FLAGS: ReadonlySet<string> = new Set([
  'name',
  'data-dir',
  'wal-dir',
  'listen-client-urls',
  'listen-client-http-urls',
  'advertise-client-urls',
  'listen-peer-urls',
  'initial-advertise-peer-urls',
  'initial-cluster',
  'initial-cluster-token',
  'initial-cluster-state',
  'heartbeat-interval',
  'election-timeout',
  'quota-backend-bytes',
  'snapshot-count',
  'auto-compaction-mode',
  'auto-compaction-retention',
  'logger',
  'log-outputs',
  'log-format',
  'log-package-levels',
  'config-file',
  'discovery',
  'discovery-srv',
  'help',
  'h',
  'version',
]);

/** etcd's own rule: `5 * heartbeat > election` is an error (embed/config.go, Validate). */
const HEARTBEATS_IN_ELECTION = 5;

/**
 * Refuses settings that etcd would refuse, and flags that the app owns. Throws ELECTION_TIMEOUT_TOO_SHORT,
 * FLAG_REFUSED, or BAD_INPUT for a retention that does not fit its mode.
 */
export function checkTuning(tuning: ClusterTuning): void {
  const { heartbeatMs, electionMs, autoCompaction, extraFlags } = tuning;
  const minimumMs = HEARTBEATS_IN_ELECTION * heartbeatMs;
  if (electionMs < minimumMs) {
    throw new Failure('ELECTION_TIMEOUT_TOO_SHORT', { heartbeatMs, electionMs, minimumMs });
  }
  if (autoCompaction?.mode === 'revision' && !/^\d+$/.test(autoCompaction.retention)) {
    throw new Failure('BAD_INPUT', {
      field: 'tuning.autoCompaction.retention',
      reason: { kind: 'revisions-with-unit' },
    });
  }
  for (const flag of extraFlags) {
    const reason = flagRefusal(flag);
    if (reason !== null) throw new Failure('FLAG_REFUSED', { flag, reason });
  }
}

/** Why the app does not give that flag to etcd; null when it does. */
export function flagRefusal(flag: string): FailureData<'FLAG_REFUSED'>['reason'] | null {
  const name = flagName(flag);
  if (name === null) return 'not-a-flag';
  return OWN_FLAGS.has(name) ? 'set-by-app' : null;
}

/**
 * The name of a flag as etcd reads it; null when it is not a flag. Go flags begin with one or two dashes. Nothing may
 * follow but the value, because etcd stops parsing there.
 */
export function flagName(flag: string): string | null {
  return /^--?([a-z0-9][a-z0-9-]*)(=.*)?$/s.exec(flag)?.[1] ?? null;
}
