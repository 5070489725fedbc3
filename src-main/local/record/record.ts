import * as v from 'valibot';
import { clusterTuning, exit, trouble } from '@shared/contract/local';
import { FileFormat } from '../../base/files/file-format';

/**
 * What a node was when the record was last written. `running` without a process at the next start is a node
 * that ended while the app was not there to see it.
 */
const nodeFate = v.variant('kind', [
  v.object({ kind: v.literal('stopped') }),
  v.object({ kind: v.literal('running') }),
  v.object({
    kind: v.literal('exited'),
    /** Records of the first apps have none. */
    how: v.optional(exit),
    code: v.nullable(v.number()),
    at: v.string(),
    reason: v.object({ trouble, detail: v.string() }),
  }),
  v.object({ kind: v.literal('crashed'), signal: v.string(), byUs: v.boolean(), at: v.string() }),
]);
export type NodeFate = v.InferOutput<typeof nodeFate>;

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const nodeRecord = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  clientPort: port,
  peerPort: port,
  fate: nodeFate,
  /** Where in its log file the latest run begins, bytes. */
  logOffset: v.number(),
  /** The program that its process was seen to run, where that is another than the binary: which is a script then. */
  runs: v.optional(v.string()),
});
export type NodeRecord = v.InferOutput<typeof nodeRecord>;

const clusterRecord = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]+$/)),
  name: v.string(),
  createdAt: v.string(),
  /** `executable` is what `path` led to when it was last started: what the system calls a process of it. */
  etcd: v.object({ path: v.string(), version: v.string(), executable: v.string() }),
  /** The version that its data was last run with, where another one was chosen since. */
  dataVersion: v.optional(v.string()),
  tuning: clusterTuning,
  keepRunning: v.boolean(),
  nodes: v.pipe(v.array(nodeRecord), v.minLength(1)),
});
/** All that is kept of a cluster, in `cluster.json` in its folder. */
export type ClusterRecord = v.InferOutput<typeof clusterRecord>;

/** `cluster.json`. To change it, see `FileFormat`. */
export const recordFormat = FileFormat.first(clusterRecord);
