import * as v from 'valibot';
import {
  clusterTuning,
  exit,
  extraFlag,
  MOST_FLAGS,
  MOST_NAME,
  MOST_NODES,
  trouble,
} from '@shared/contract/local';
import { isVersion, isVersionOrMinor } from '@shared/etcd/versions';
import { FileFormat } from '../../base/files/file-format';
import { flagRefusal } from './tuning';

/** ISO 8601. */
const at = v.pipe(v.string(), v.isoTimestamp());

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
    at,
    reason: v.object({ trouble, detail: v.string() }),
  }),
  v.object({ kind: v.literal('crashed'), signal: v.string(), byUs: v.boolean(), at }),
]);
export type NodeFate = v.InferOutput<typeof nodeFate>;

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const nodeRecord = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/)),
  clientPort: port,
  peerPort: port,
  fate: nodeFate,
  /** Where in its log file the latest run begins, in bytes. */
  logOffset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** The program that the process was seen to run when the binary is a script. */
  runs: v.optional(v.string()),
});
export type NodeRecord = v.InferOutput<typeof nodeRecord>;

/** As many as can be created, and no name or port twice: the app would start them all, and each would get in another's way. */
const nodeRecords = v.pipe(
  v.array(nodeRecord),
  v.minLength(1),
  v.maxLength(MOST_NODES),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value: nodes } = dataset;
    const seen = new Set<string | number>();
    for (const [index, node] of nodes.entries()) {
      for (const key of ['name', 'clientPort', 'peerPort'] as const) {
        const value = node[key];
        if (!seen.has(value)) seen.add(value);
        else {
          addIssue({
            input: value,
            path: [
              { type: 'array', origin: 'value', input: nodes, key: index, value: node },
              { type: 'object', origin: 'value', input: { ...node }, key, value },
            ],
          });
        }
      }
    }
  }),
);

const version = v.pipe(v.string(), v.check(isVersion));
/** Flags that would be taken on create, too. */
const extraFlags = v.pipe(
  v.array(
    v.pipe(
      extraFlag,
      v.check((flag) => flagRefusal(flag) === null),
    ),
  ),
  v.maxLength(MOST_FLAGS),
);
const tuning = v.object({ ...clusterTuning.entries, extraFlags });

/** `executable` is the file that `path` resolved to at the last start; the system shows a process under that name. */
const selectedEtcd = v.object({ path: v.string(), version, executable: v.string() });

const clusterRecord = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]+$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_NAME)),
  createdAt: at,
  etcd: selectedEtcd,
  /** The version of the last etcd that served with the data, or the minor version to which etcd took the data back. */
  dataVersion: v.optional(v.pipe(v.string(), v.check(isVersionOrMinor))),
  /** What the cluster last ran well with, while another etcd is selected that has not served yet. */
  before: v.optional(v.object({ etcd: selectedEtcd, extraFlags })),
  tuning,
  keepRunning: v.boolean(),
  nodes: nodeRecords,
});
/** The saved state of a cluster: `cluster.json` in its folder. */
export type ClusterRecord = v.InferOutput<typeof clusterRecord>;

/** `cluster.json`. To change it, see `FileFormat`. */
export const recordFormat = FileFormat.first(clusterRecord);
