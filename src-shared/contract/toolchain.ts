import * as v from 'valibot';
import { live, procedure } from './base';
import { failureValue } from './failures';

export const etcdInstall = v.object({
  /** The etcd binary's absolute path: its identity. */
  path: v.string(),
  /** As `etcd --version` prints it, without a leading v; null when it could not be run. */
  version: v.nullable(v.string()),
  /** Where it was found; the order of these is the order of preference. */
  source: v.picklist(['settings', 'app', 'path']),
  etcdctl: v.nullable(v.string()),
  etcdutl: v.nullable(v.string()),
  /** Why it cannot be used; null when it can. */
  problem: v.nullable(failureValue),
  /** Names of the clusters that use it. */
  clusters: v.array(v.string()),
});
export type EtcdInstall = v.InferOutput<typeof etcdInstall>;

export const installJob = v.object({
  id: v.string(),
  kind: v.picklist(['download', 'package']),
  version: v.string(),
  /** `done`, `failed` and `cancelled` stay until the next job or until dismissed. */
  phase: v.picklist([
    'checksums',
    'downloading',
    'verifying',
    'unpacking',
    'installing',
    'done',
    'failed',
    'cancelled',
  ]),
  /** Bytes. */
  received: v.number(),
  total: v.nullable(v.number()),
  failure: v.nullable(failureValue),
});
export type InstallJob = v.InferOutput<typeof installJob>;

export const toolchainState = v.object({
  installs: v.array(etcdInstall),
  /** Path of the one a new cluster uses unless told otherwise; null when there is none. */
  preferred: v.nullable(v.string()),
  job: v.nullable(installJob),
  /** The version offered first for download. */
  offered: v.string(),
  /** The command that installs the system's package, where there is one; `runnable`: we may run it (root). */
  systemPackage: v.nullable(v.object({ command: v.string(), runnable: v.boolean() })),
});
export type ToolchainState = v.InferOutput<typeof toolchainState>;

export const toolchain = {
  watch: live(v.object({}), toolchainState),
  /** Looks at every place again. */
  rescan: procedure.output(v.void()),
  /** Starts the download of an official release; its progress and end are in the state's `job`. */
  download: procedure.input(v.object({ version: v.string() })).output(v.object({ job: v.string() })),
  /** Starts the installation of the system's package (as root only). */
  installPackage: procedure.output(v.object({ job: v.string() })),
  /** Cancels the job, or dismisses one that ended. Leaves nothing of it behind. */
  cancel: procedure.input(v.object({ job: v.string() })).output(v.void()),
  /** Deletes a version from the app's own folder. */
  remove: procedure.input(v.object({ path: v.string() })).output(v.void()),
};
