import * as v from 'valibot';

/**
 * Every expected failure: a code with the data its sentence needs. The engine throws them as `Failure`, the
 * contract carries them, and the renderer has one sentence for each that says what to do next.
 *
 * Paths, names and reasons are plain strings, shown as text.
 */
export const failures = {
  /** The input is not what the procedure takes. `field` is the input's path, '' for all of it. */
  BAD_INPUT: v.object({ field: v.string(), reason: v.string() }),
  /** The cluster, node or installation is not there (any more). */
  NOT_FOUND: v.object({ what: v.picklist(['cluster', 'node', 'etcd', 'list']), name: v.string() }),
  /** A cluster of that name exists. */
  NAME_TAKEN: v.object({ name: v.string() }),
  /** The typed name does not match what is to be deleted. */
  NAME_MISMATCH: v.object({ expected: v.string(), typed: v.string() }),
  /** Another action on the same cluster or node is under way. */
  BUSY: v.object({ name: v.string(), action: v.string() }),
  /** The node has no process to act on. */
  NODE_NOT_RUNNING: v.object({ node: v.string() }),
  /** Another process has the node's data folder open. */
  NODE_DATA_IN_USE: v.object({ node: v.string(), path: v.string(), pid: v.number() }),
  /** The system cannot do this (pausing a process on Windows). */
  UNSUPPORTED_HERE: v.object({ action: v.string(), platform: v.string() }),
  /** etcd refuses an election timeout under five heartbeats, and so do we. Milliseconds. */
  ELECTION_TIMEOUT_TOO_SHORT: v.object({
    heartbeatMs: v.number(),
    electionMs: v.number(),
    minimumMs: v.number(),
  }),
  /** An extra flag is one that the app itself sets, or is no flag. */
  FLAG_REFUSED: v.object({ flag: v.string(), reason: v.picklist(['set-by-app', 'not-a-flag']) }),
  /** A port is in use. `by` names a cluster of ours that has it, or is null. */
  PORT_TAKEN: v.object({ port: v.number(), by: v.nullable(v.string()) }),
  /** No run of free ports was found from that port on. */
  NO_FREE_PORTS: v.object({ first: v.number(), count: v.number() }),
  /** No etcd binary: none at all, or not of the version the cluster wants. */
  ETCD_MISSING: v.object({ version: v.nullable(v.string()) }),
  /** The binary is there and cannot be used: it does not run, is of another architecture, or prints no version. */
  ETCD_UNUSABLE: v.object({ path: v.string(), reason: v.string() }),
  /** The binary is older than the oldest that we support. */
  ETCD_TOO_OLD: v.object({ version: v.string(), minimum: v.string() }),
  /** That version of etcd is in use by the clusters named. */
  ETCD_IN_USE: v.object({ version: v.string(), clusters: v.array(v.string()) }),
  /** Not a version like 3.6.14. */
  VERSION_INVALID: v.object({ version: v.string() }),
  /** The release, or its archive for this system, is not there. */
  RELEASE_NOT_FOUND: v.object({ version: v.string(), archive: v.string(), url: v.string() }),
  /** The download failed or broke off. */
  DOWNLOAD_FAILED: v.object({ url: v.string(), reason: v.string() }),
  /** The archive is not what its publisher's SHA-256 says. Nothing of it was run or kept. */
  CHECKSUM_MISMATCH: v.object({ archive: v.string(), expected: v.string(), actual: v.string() }),
  /** The archive's right sum could not be had, so it was not accepted. */
  CHECKSUM_UNKNOWN: v.object({ archive: v.string() }),
  /** The archive cannot be read, or has no etcd in it. */
  ARCHIVE_UNUSABLE: v.object({ archive: v.string(), reason: v.string() }),
  /** The binary in the archive is for another system or processor. */
  WRONG_ARCHITECTURE: v.object({ path: v.string(), found: v.string(), wanted: v.string() }),
  /** Debian's package could not be installed. */
  PACKAGE_FAILED: v.object({ command: v.string(), reason: v.string() }),
  /** No space left, or the quota of the file system is used up. */
  DISK_FULL: v.object({ path: v.string() }),
  /** The system refused access. */
  NOT_PERMITTED: v.object({ path: v.string(), action: v.string() }),
  /** Another host (this app, or its headless host) has the data folder. */
  DATA_FOLDER_LOCKED: v.object({ path: v.string(), pid: v.number(), host: v.string() }),
  /** The data folder was written by a newer version of the app. */
  DATA_FOLDER_NEWER: v.object({ path: v.string(), version: v.number() }),
  /** No answer from the endpoint in time, or no connection to it. */
  ENDPOINT_UNREACHABLE: v.object({ endpoint: v.string(), reason: v.string() }),
  /** The call took longer than its deadline. Milliseconds. */
  DEADLINE_EXCEEDED: v.object({ endpoint: v.string(), afterMs: v.number() }),
  /** etcd answered with an error of its own that has no code here yet. */
  ETCD_ERROR: v.object({ endpoint: v.string(), code: v.string(), message: v.string() }),
  /** The caller cancelled. */
  CANCELLED: v.object({ action: v.string() }),
} as const;

export type FailureCode = keyof typeof failures;
export type FailureData<C extends FailureCode> = v.InferOutput<(typeof failures)[C]>;

/** A failure as data, for what ended while nobody was waiting (a download job, a node). */
export type FailureValue = {
  [C in FailureCode]: { readonly code: C; readonly data: FailureData<C> };
}[FailureCode];

const variants = Object.entries(failures).map(([code, data]) => v.object({ code: v.literal(code), data }));
/** Schema of `FailureValue`, built from the one list above. */
export const failureValue = v.union(variants) as unknown as v.GenericSchema<FailureValue>;
