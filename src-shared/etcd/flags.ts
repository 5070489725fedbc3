import { compareMinors } from './versions';

/** A flag that etcd dropped, and what does its work since. */
export interface DroppedFlag {
  /** The minor version that refuses it. */
  readonly since: string;
  /** Another flag, or a feature gate; null when nothing does. */
  readonly now:
    | { readonly kind: 'flag'; readonly name: string }
    | { readonly kind: 'gate'; readonly gate: string }
    | null;
}

const flag = (since: string, name: string): DroppedFlag => ({ since, now: { kind: 'flag', name } });
const gate = (since: string, name: string): DroppedFlag => ({ since, now: { kind: 'gate', gate: name } });
const gone = (since: string): DroppedFlag => ({ since, now: null });

/** Experimental flags that 3.6 knows under their names without the prefix, and 3.7 no longer with it. */
const NO_LONGER_EXPERIMENTAL = [
  'bootstrap-defrag-threshold-megabytes',
  'compact-hash-check-time',
  'compaction-batch-limit',
  'compaction-sleep-interval',
  'corrupt-check-time',
  'distributed-tracing-address',
  'distributed-tracing-instance-id',
  'distributed-tracing-sampling-rate',
  'distributed-tracing-service-name',
  'downgrade-check-time',
  'enable-distributed-tracing',
  'memory-mlock',
  'peer-skip-client-san-verification',
  'snapshot-catchup-entries',
  'warning-apply-duration',
  'warning-unary-request-duration',
  'watch-progress-notify-interval',
];

/** The flags that etcd 3.5, 3.6 and 3.7 dropped, by their names. */
export const droppedFlags: ReadonlyMap<string, DroppedFlag> = new Map([
  ['debug', gone('3.5')],
  ['experimental-backend-bbolt-freelist-type', flag('3.5', 'backend-bbolt-freelist-type')],
  ['enable-v2', gone('3.6')],
  ['experimental-enable-v2v3', gone('3.6')],
  ['proxy', gone('3.6')],
  ['proxy-dial-timeout', gone('3.6')],
  ['proxy-failure-wait', gone('3.6')],
  ['proxy-read-timeout', gone('3.6')],
  ['proxy-refresh-interval', gone('3.6')],
  ['proxy-write-timeout', gone('3.6')],
  ...NO_LONGER_EXPERIMENTAL.map((name) => [`experimental-${name}`, flag('3.7', name)] as const),
  ['experimental-compact-hash-check-enabled', gate('3.7', 'CompactHashCheck')],
  ['experimental-enable-lease-checkpoint', gate('3.7', 'LeaseCheckpoint')],
  ['experimental-enable-lease-checkpoint-persist', gate('3.7', 'LeaseCheckpointPersist')],
  ['experimental-initial-corrupt-check', gate('3.7', 'InitialCorruptCheck')],
  ['experimental-stop-grpc-service-on-defrag', gate('3.7', 'StopGRPCServiceOnDefrag')],
  ['experimental-txn-mode-write-with-shared-buffer', gate('3.7', 'TxnModeWriteWithSharedBuffer')],
]);

/** A flag that a version refuses, as it was given, and as that version takes it; null when it has to go. */
export interface FlagChange {
  readonly from: string;
  readonly to: string | null;
}

const GATES = 'feature-gates';

/** Flags, each as `--name=value`, as an etcd `version` takes them, and what had to change for that. */
export function flagsFor(
  flags: readonly string[],
  version: string,
): { readonly flags: readonly string[]; readonly changes: readonly FlagChange[] } {
  const changes = flags.flatMap((from): FlagChange[] => {
    const { name, value } = parts(from);
    const dropped = droppedFlags.get(name);
    if (!dropped || compareMinors(version, dropped.since) < 0) return [];
    const { now } = dropped;
    if (now === null) return [{ from, to: null }];
    if (now.kind === 'gate') return [{ from, to: `--${GATES}=${now.gate}=${value ?? 'true'}` }];
    return [{ from, to: value === null ? `--${now.name}` : `--${now.name}=${value}` }];
  });
  const changed = new Map(changes.map(({ from, to }) => [from, to]));
  const kept = flags.flatMap((each) => changed.get(each) ?? (changed.has(each) ? [] : each));
  return { flags: joinGates(kept), changes };
}

/** etcd takes all feature gates in one flag. */
function joinGates(flags: readonly string[]): readonly string[] {
  const gates = flags.filter((each) => parts(each).name === GATES);
  if (gates.length < 2) return flags;
  const all = gates.map((each) => parts(each).value ?? '').join(',');
  return [...flags.filter((each) => !gates.includes(each)), `--${GATES}=${all}`];
}

function parts(text: string): { readonly name: string; readonly value: string | null } {
  const [, name = '', value = null] = /^--?([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  return { name, value };
}
