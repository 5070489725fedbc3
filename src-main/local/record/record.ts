import * as v from 'valibot';
import { clusterTuning, exit, trouble } from '@shared/contract/local';
import { FileFormat } from '../../base/files/file-format';

/**
 * The state of a node when the record was last written. If it says `running` and the next start finds no process,
 * the node ended while the app was not there.
 */
const nodeFate = v.variant('kind', [
  v.object({ kind: v.literal('stopped') }),
  v.object({ kind: v.literal('running') }),
  v.object({
    kind: v.literal('exited'),
    /** Missing in records of the first apps. */
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
  /** Where in its log file the latest run begins, in bytes. */
  logOffset: v.number(),
  /** The program that the process was seen to run when the binary is a script. */
  runs: v.optional(v.string()),
});
export type NodeRecord = v.InferOutput<typeof nodeRecord>;

/** `executable` is the file that `path` resolved to at the last start; the system shows a process under that name. */
const selectedEtcd = v.object({ path: v.string(), version: v.string(), executable: v.string() });

const clusterRecord = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]+$/)),
  name: v.string(),
  createdAt: v.string(),
  etcd: selectedEtcd,
  /** The version of the last etcd that served with the data, or the minor version to which etcd took the data back. */
  dataVersion: v.optional(v.string()),
  /** What the cluster last ran well with, while another etcd is selected that has not served yet. */
  before: v.optional(v.object({ etcd: selectedEtcd, extraFlags: v.array(v.string()) })),
  tuning: clusterTuning,
  keepRunning: v.boolean(),
  nodes: v.pipe(v.array(nodeRecord), v.minLength(1)),
});
/** The saved state of a cluster: `cluster.json` in its folder. */
export type ClusterRecord = v.InferOutput<typeof clusterRecord>;

/** `cluster.json`. To change it, see `FileFormat`. */
export const recordFormat = FileFormat.first(clusterRecord);
