import * as v from 'valibot';
import { live, procedure } from './base';
import { failureValue } from './failures';

export const etcdInstall = v.object({
  /** The etcd binary's absolute path, which identifies it. */
  path: v.string(),
  /** As `etcd --version` prints it, without a leading v; null when it could not be run. */
  version: v.nullable(v.string()),
  /** Where it was found, in order of preference. */
  source: v.picklist(['settings', 'app', 'path']),
  etcdctl: v.nullable(v.string()),
  etcdutl: v.nullable(v.string()),
  /** Why it cannot be used; null when it can. */
  problem: v.nullable(failureValue),
  /** Names of the clusters that use it. */
  clusters: v.array(v.string()),
});
export type EtcdInstall = v.InferOutput<typeof etcdInstall>;

const nothing = v.object({});

/** The jobs of this area, see `jobs.ts`. The result of each is the path of the installed etcd. */
export const toolchainJobs = {
  /** Installs an official release into the app's own folder. */
  installEtcd: {
    about: v.object({ version: v.string() }),
    steps: {
      checksums: v.object({ host: v.string() }),
      downloading: v.object({ host: v.string() }),
      verifying: nothing,
      unpacking: nothing,
      installing: nothing,
    },
    result: v.object({ path: v.string() }),
  },
  /** Installs the system's package with that command. */
  installEtcdPackage: {
    about: v.object({ command: v.string() }),
    steps: { installing: nothing },
    result: v.object({ path: v.string() }),
  },
} as const;

export const toolchainState = v.object({
  installs: v.array(etcdInstall),
  /** Path of the etcd that new clusters use by default; null when there is none. */
  preferred: v.nullable(v.string()),
  /** The job of the latest installation, even if it was dismissed; null when there was none. */
  job: v.nullable(v.string()),
  /** The version offered by default for download. */
  offered: v.string(),
  /** The versions whose checksum for this machine is part of the app. The release page alone vouches for others. */
  pinned: v.array(v.string()),
  /** Where releases are downloaded from. */
  releaseHost: v.string(),
  /** The command that installs the system's package, if there is one; `runnable`: the app may run it (root). */
  systemPackage: v.nullable(v.object({ command: v.string(), runnable: v.boolean() })),
});
export type ToolchainState = v.InferOutput<typeof toolchainState>;

export const toolchain = {
  watch: live(v.object({}), toolchainState),
  /** Scans every place again. */
  rescan: procedure.output(v.void()),
  /** Starts the job that installs an official release, and returns its ID. */
  download: procedure.input(v.object({ version: v.string() })).output(v.object({ job: v.string() })),
  /** Starts the job that installs the system's package (as root only), and returns its ID. */
  installPackage: procedure.output(v.object({ job: v.string() })),
  /** Deletes a version from the app's own folder. */
  remove: procedure.input(v.object({ path: v.string() })).output(v.void()),
};
