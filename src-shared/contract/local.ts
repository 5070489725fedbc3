import * as v from 'valibot';
import { live, procedure } from './base';
import { failureValue } from './failures';

/** Nodes of a cluster, at most: etcd advises seven. */
export const MOST_NODES = 9;
/** Characters of a cluster's name, at most. */
export const MOST_NAME = 60;
/** Extra flags of a cluster, at most; etcd 3.6 has about 90. */
export const MOST_FLAGS = 100;

/** `--name=value`. */
export const extraFlag = v.pipe(v.string(), v.maxLength(4096));

/** The limits are etcd's own; see `etcd --help`. */
export const clusterTuning = v.object({
  heartbeatMs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  electionMs: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(50_000)),
  /** Bytes; 0 for etcd's default, 2 GiB. */
  quotaBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Committed transactions between snapshots to disk; null for the version's own default. */
  snapshotCount: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Hours or revisions, depending on the mode; null for off. */
  autoCompaction: v.nullable(
    v.object({
      mode: v.picklist(['periodic', 'revision']),
      retention: v.pipe(v.string(), v.regex(/^\d+[hms]?$/)),
    }),
  ),
  /** Additional flags, each as `--name=value`. */
  extraFlags: v.pipe(v.array(extraFlag), v.maxLength(MOST_FLAGS)),
});
export type ClusterTuning = v.InferOutput<typeof clusterTuning>;

/** etcd's own defaults. */
export const defaultTuning: ClusterTuning = {
  heartbeatMs: 100,
  electionMs: 1000,
  quotaBytes: 0,
  snapshotCount: null,
  autoCompaction: null,
  extraFlags: [],
};

/** Why a process failed or is unhealthy, according to its exit, its log and its status. */
export const trouble = v.picklist([
  'port-taken',
  'data-folder-in-use',
  'data-corrupt',
  /** Its data lacks what it had promised the leader to keep: an older copy was put in its place. */
  'data-older',
  /** The data folder of the running process was deleted or replaced. */
  'data-gone',
  'binary-missing',
  'binary-too-old',
  'disk-full',
  'flag-unknown',
  'already-bootstrapped',
  'removed-from-cluster',
  'version-mismatch',
  'no-answer',
  'no-leader',
  'alarm-nospace',
  'alarm-corrupt',
  'other',
]);
export type Trouble = v.InferOutput<typeof trouble>;

/**
 * How a process ended when no signal is known. `itself`: by itself. `unseen`: it was started by an earlier app, so
 * its exit code is unknown. `missed`: while the app was not running. `given-up`: ended by the app, because it
 * would never serve.
 */
export const exit = v.picklist(['itself', 'unseen', 'missed', 'given-up']);

const pid = v.number();
/** ISO 8601, UTC. */
const at = v.string();
/** What happened: `detail` is the log line or etcd's text that shows it, '' where there is none. */
const reason = v.object({ trouble, detail: v.string() });

export const nodeState = v.variant('kind', [
  /** Not running: stopped by the app, or never started. */
  v.object({ kind: v.literal('stopped') }),
  v.object({ kind: v.literal('starting'), pid, since: at }),
  v.object({ kind: v.literal('up'), pid, since: at }),
  /** The process lives, but its member does not serve as it should. `failure` says why a member does not answer. */
  v.object({ kind: v.literal('unhealthy'), pid, since: at, reason, failure: v.nullable(failureValue) }),
  /** Stopped by SIGSTOP, which simulates a hung machine. */
  v.object({ kind: v.literal('paused'), pid, since: at }),
  v.object({ kind: v.literal('stopping'), pid, since: at }),
  /** Ended. `code` is set for a process that ended by itself; `reason` is null when nothing indicates a problem. */
  v.object({
    kind: v.literal('exited'),
    how: exit,
    code: v.nullable(v.number()),
    at,
    reason: v.nullable(reason),
    tail: v.array(v.string()),
  }),
  /** Ended by a signal; `byUs`: by the user's "kill". */
  v.object({
    kind: v.literal('crashed'),
    signal: v.string(),
    byUs: v.boolean(),
    at,
    tail: v.array(v.string()),
  }),
  /** Could not be started at all. */
  v.object({ kind: v.literal('failed'), at, failure: failureValue }),
]);
export type NodeState = v.InferOutput<typeof nodeState>;

export const clusterNode = v.object({
  name: v.string(),
  clientPort: v.number(),
  peerPort: v.number(),
  clientUrl: v.string(),
  folder: v.string(),
  logFile: v.string(),
  state: nodeState,
  /**
   * Whether every web page in a browser of this machine can read and write through it: it runs since an earlier app
   * started it with etcd's defaults. A restart closes it.
   */
  openToPages: v.boolean(),
  /** Whether an action on it is under way. */
  busy: v.boolean(),
});
export type ClusterNode = v.InferOutput<typeof clusterNode>;

/** The latest observed change of leader, with the facts for its story. Times are ISO 8601 with milliseconds. */
export const leaderChange = v.object({
  leader: v.string(),
  term: v.string(),
  /** From etcd's own log if available. */
  electedAt: at,
  /**
   * The previous leader, how and when it was lost; null for the first election. When `how` is unknown, `at` is only
   * the latest instant that it can have been.
   */
  lost: v.nullable(
    v.object({
      node: v.string(),
      how: v.picklist(['killed', 'stopped', 'paused', 'crashed', 'unknown']),
      at,
    }),
  ),
  /** From the loss to the election, whatever happened to the system's clock; null when that is not known. */
  afterMs: v.nullable(v.number()),
});
export type LeaderChange = v.InferOutput<typeof leaderChange>;

export const cluster = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: at,
  /** The version of its etcd. */
  version: v.string(),
  etcdPath: v.string(),
  /** The version that wrote its data, or only its minor version, such as `3.5`; null when there is no data. */
  dataVersion: v.nullable(v.string()),
  /** What it last ran well with, while another etcd is selected that has not served yet; null when there is no way back. */
  etcdBefore: v.nullable(v.object({ version: v.string(), path: v.string() })),
  tuning: clusterTuning,
  /** Whether its nodes keep running when the app closes. */
  keepRunning: v.boolean(),
  folder: v.string(),
  nodes: v.array(clusterNode),
  /** The action under way on the whole cluster, or null. */
  busy: v.nullable(v.picklist(['starting', 'stopping', 'deleting'])),
  leaderChange: v.nullable(leaderChange),
});
export type Cluster = v.InferOutput<typeof cluster>;

/** Why a cluster's record (`cluster.json` in its folder) cannot be used. */
export const recordProblem = v.variant('kind', [
  /** A newer version of the app wrote it, in format `version`; this one reads formats up to `known`. */
  v.object({ kind: v.literal('newer'), version: v.number(), known: v.number() }),
  /** `field` is the path of the wrong field, '' when the whole file is wrong; `detail` is the parser's own text. */
  v.object({ kind: v.literal('damaged'), field: v.string(), detail: v.string() }),
  /** It is the record of another cluster, with that ID. */
  v.object({ kind: v.literal('other-cluster'), cluster: v.string() }),
  v.object({ kind: v.literal('missing') }),
  /** `detail` is the system's own text. */
  v.object({ kind: v.literal('unread'), detail: v.string() }),
]);
export type RecordProblem = v.InferOutput<typeof recordProblem>;

/** A cluster whose record cannot be used; everything in its folder stays unchanged. */
export const unreadableState = v.object({
  folder: v.string(),
  problem: recordProblem,
  /** Its processes that run. */
  nodes: v.array(v.object({ name: v.string(), pid })),
});
export type UnreadableState = v.InferOutput<typeof unreadableState>;

export const clustersState = v.object({
  clusters: v.array(cluster),
  unreadable: v.array(unreadableState),
});
export type ClustersState = v.InferOutput<typeof clustersState>;

export const clusterName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(MOST_NAME),
  v.regex(/^[^\p{Cc}/\\]+$/u),
);

export const createCluster = v.object({
  name: clusterName,
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_NODES)),
  /** Path of an installed etcd; null for the preferred one. */
  etcdPath: v.nullable(v.string()),
  tuning: clusterTuning,
  /** The first of 2 × size consecutive ports on 127.0.0.1; null to find free ones. */
  firstPort: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65_535))),
});
export type CreateCluster = v.InferOutput<typeof createCluster>;

const ofCluster = v.object({ cluster: v.string() });
const ofNode = v.object({ cluster: v.string(), node: v.string() });
const done = v.void();

export const local = {
  watch: live(v.object({}), clustersState),
  /** An unused name and free ports, for the form. */
  suggest: procedure
    .input(v.object({ size: v.number() }))
    .output(v.object({ name: v.string(), firstPort: v.nullable(v.number()) })),
  /** Creates a cluster and starts it; returns when its processes are spawned, not when they serve. */
  create: procedure.input(createCluster).output(v.object({ cluster: v.string() })),
  start: procedure.input(ofCluster).output(done),
  /** As `stop`, for the processes of a cluster whose record cannot be used. */
  stopUnreadable: procedure.input(v.object({ folder: v.string() })).output(done),
  /** Sends SIGTERM to all nodes, and SIGKILL to the rest after 4 s. Returns when all have ended. */
  stop: procedure.input(ofCluster).output(done),
  /** Stops a cluster and deletes its data. `typedName` must be its name. */
  remove: procedure.input(v.object({ cluster: v.string(), typedName: v.string() })).output(done),
  rename: procedure.input(v.object({ cluster: v.string(), name: clusterName })).output(done),
  /** Creates and starts a cluster of the same shape, without the data. */
  duplicate: procedure
    .input(v.object({ cluster: v.string(), name: clusterName }))
    .output(v.object({ cluster: v.string() })),
  setKeepRunning: procedure.input(v.object({ cluster: v.string(), keep: v.boolean() })).output(done),
  /**
   * Selects another installed etcd; takes effect at the cluster's next start. Refused while a node has a process, for
   * an older minor version than the one that wrote the data, and for one that is more than one minor version newer.
   * Extra flags that its version dropped are replaced by their successors, or removed.
   */
  setEtcd: procedure.input(v.object({ cluster: v.string(), etcdPath: v.string() })).output(done),
  startNode: procedure.input(ofNode).output(done),
  /** SIGTERM; SIGKILL after 4 s. */
  stopNode: procedure.input(ofNode).output(done),
  /** SIGKILL: simulates a crash. */
  killNode: procedure.input(ofNode).output(done),
  /** SIGSTOP: simulates a hung machine. */
  pauseNode: procedure.input(ofNode).output(done),
  /** SIGCONT. */
  resumeNode: procedure.input(ofNode).output(done),
  /** stopNode, then startNode. */
  restartNode: procedure.input(ofNode).output(done),
  /** Shows the folder of the node, or of the cluster (`node` null), in the system's file manager, if the host can. */
  openFolder: procedure.input(v.object({ cluster: v.string(), node: v.nullable(v.string()) })).output(done),
};
