import * as v from 'valibot';
import { live, procedure } from './base';
import { failureValue } from './failures';

/** What etcd itself takes for these; see `etcd --help`. */
export const clusterTuning = v.object({
  heartbeatMs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  electionMs: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(50_000)),
  /** Bytes; 0 is etcd's default, 2 GiB. */
  quotaBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Committed transactions between snapshots to disk; null is the version's own default. */
  snapshotCount: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Hours or revisions by mode; null is off. */
  autoCompaction: v.nullable(
    v.object({
      mode: v.picklist(['periodic', 'revision']),
      retention: v.pipe(v.string(), v.regex(/^\d+[hms]?$/)),
    }),
  ),
  /** Further flags, each as `--name=value`. */
  extraFlags: v.array(v.string()),
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

/** Why a process failed or is not healthy, read off its exit, its log and its status. */
export const trouble = v.picklist([
  'port-taken',
  'data-folder-in-use',
  'data-corrupt',
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
 * How a process ended of which no signal is known: by `itself`; `unseen`, which is the end of one that an app before us
 * started, so that nobody tells its code; `missed`, while the app was not running; `given-up`, by us, since it could
 * not come to serve.
 */
export const exit = v.picklist(['itself', 'unseen', 'missed', 'given-up']);

const pid = v.number();
/** ISO 8601, UTC. */
const at = v.string();
/** What happened: `detail` is the line of the log, or the text of the error, that says so. */
const reason = v.object({ trouble, detail: v.string() });

export const nodeState = v.variant('kind', [
  /** Not running, by our doing or never started. */
  v.object({ kind: v.literal('stopped') }),
  v.object({ kind: v.literal('starting'), pid, since: at }),
  v.object({ kind: v.literal('up'), pid, since: at }),
  /** The process lives and its member does not serve as it should. */
  v.object({ kind: v.literal('unhealthy'), pid, since: at, reason }),
  /** Stopped by SIGSTOP: the hung machine. */
  v.object({ kind: v.literal('paused'), pid, since: at }),
  v.object({ kind: v.literal('stopping'), pid, since: at }),
  /** Ended. `code` is known of what ended by itself; `reason` is null where nothing says that anything was wrong. */
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
  /** Whether an action on it is under way. */
  busy: v.boolean(),
});
export type ClusterNode = v.InferOutput<typeof clusterNode>;

/** The latest change of leader that we saw, as a story can be told of it. Times are ISO 8601 with milliseconds. */
export const leaderChange = v.object({
  leader: v.string(),
  term: v.string(),
  /** From etcd's own log where we have it. */
  electedAt: at,
  /** The leader before, how it was lost and when; null for the first election, or when it is not known. */
  lost: v.nullable(
    v.object({
      node: v.string(),
      how: v.picklist(['killed', 'stopped', 'paused', 'crashed', 'unknown']),
      at,
    }),
  ),
});
export type LeaderChange = v.InferOutput<typeof leaderChange>;

export const cluster = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: at,
  /** Version of the etcd it runs with. */
  version: v.string(),
  etcdPath: v.string(),
  tuning: clusterTuning,
  /** Whether its nodes live on when the app closes. */
  keepRunning: v.boolean(),
  folder: v.string(),
  nodes: v.array(clusterNode),
  /** The action under way on all of it, or null. */
  busy: v.nullable(v.picklist(['starting', 'stopping', 'deleting'])),
  leaderChange: v.nullable(leaderChange),
});
export type Cluster = v.InferOutput<typeof cluster>;

/** Why a cluster's record (`cluster.json` in its folder) cannot be used. */
export const recordProblem = v.variant('kind', [
  /** A newer version of the app wrote it, in format `version`; this one reads formats up to `known`. */
  v.object({ kind: v.literal('newer'), version: v.number(), known: v.number() }),
  /** `field` is the path of what is wrong, '' when that is the whole file; `detail` is the parser's own text. */
  v.object({ kind: v.literal('damaged'), field: v.string(), detail: v.string() }),
  /** It is the record of the cluster with that ID, whose folder this is not. */
  v.object({ kind: v.literal('other-cluster'), cluster: v.string() }),
  v.object({ kind: v.literal('missing') }),
  /** `detail` is the system's own text. */
  v.object({ kind: v.literal('unread'), detail: v.string() }),
]);
export type RecordProblem = v.InferOutput<typeof recordProblem>;

export const clustersState = v.object({
  clusters: v.array(cluster),
  /** Clusters whose record cannot be used; all in their folders is left as it is. */
  unreadable: v.array(v.object({ folder: v.string(), problem: recordProblem })),
});
export type ClustersState = v.InferOutput<typeof clustersState>;

export const clusterName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(60),
  v.regex(/^[^\p{Cc}/\\]+$/u),
);

export const createCluster = v.object({
  name: clusterName,
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9)),
  /** Path of an installed etcd; null is the preferred one. */
  etcdPath: v.nullable(v.string()),
  tuning: clusterTuning,
  /** First of 2 × size consecutive ports on 127.0.0.1; null finds free ones. */
  firstPort: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65_535))),
});
export type CreateCluster = v.InferOutput<typeof createCluster>;

const ofCluster = v.object({ cluster: v.string() });
const ofNode = v.object({ cluster: v.string(), node: v.string() });
const done = v.void();

export const local = {
  watch: live(v.object({}), clustersState),
  /** A name that is free and ports that are, for the form. */
  suggest: procedure
    .input(v.object({ size: v.number() }))
    .output(v.object({ name: v.string(), firstPort: v.nullable(v.number()) })),
  /** Makes the cluster and starts it; returns when its processes are spawned, not when they serve. */
  create: procedure.input(createCluster).output(v.object({ cluster: v.string() })),
  start: procedure.input(ofCluster).output(done),
  /** SIGTERM to all nodes, SIGKILL to what is left after 4 s. Returns when all have ended. */
  stop: procedure.input(ofCluster).output(done),
  /** Stops it and deletes its data. `typedName` must be its name. */
  remove: procedure.input(v.object({ cluster: v.string(), typedName: v.string() })).output(done),
  rename: procedure.input(v.object({ cluster: v.string(), name: clusterName })).output(done),
  /** A new cluster of the same shape, without the data. It is started. */
  duplicate: procedure
    .input(v.object({ cluster: v.string(), name: clusterName }))
    .output(v.object({ cluster: v.string() })),
  setKeepRunning: procedure.input(v.object({ cluster: v.string(), keep: v.boolean() })).output(done),
  /**
   * Another installed etcd, from the cluster's next start on. Refused while a node has a process, and for an older minor
   * version than its data was run with.
   */
  setEtcd: procedure.input(v.object({ cluster: v.string(), etcdPath: v.string() })).output(done),
  startNode: procedure.input(ofNode).output(done),
  /** SIGTERM; SIGKILL after 4 s. */
  stopNode: procedure.input(ofNode).output(done),
  /** SIGKILL: the crash. */
  killNode: procedure.input(ofNode).output(done),
  /** SIGSTOP: the hung machine. */
  pauseNode: procedure.input(ofNode).output(done),
  /** SIGCONT. */
  resumeNode: procedure.input(ofNode).output(done),
  /** stopNode, then startNode. */
  restartNode: procedure.input(ofNode).output(done),
  /** Shows the node's folder, or the cluster's (`node` null), in the system's file manager, where the host can. */
  openFolder: procedure.input(v.object({ cluster: v.string(), node: v.nullable(v.string()) })).output(done),
};
