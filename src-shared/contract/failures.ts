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
  NOT_FOUND: v.object({
    what: v.picklist(['cluster', 'node', 'etcd', 'list', 'connection', 'terminal', 'watch', 'job']),
    name: v.string(),
  }),
  /** A cluster of that name exists. */
  NAME_TAKEN: v.object({ name: v.string() }),
  /** The typed name does not match what is to be deleted. */
  NAME_MISMATCH: v.object({ expected: v.string(), typed: v.string() }),
  /** Another action on the same cluster or node is under way. */
  BUSY: v.object({ name: v.string(), action: v.string() }),
  /** The node has no process to act on. */
  NODE_NOT_RUNNING: v.object({ node: v.string() }),
  /** The system did not end the node's process: it still lives. */
  NODE_NOT_ENDED: v.object({ node: v.string(), pid: v.number() }),
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
  /**
   * A port of a node that is there is in use. `by` names another cluster of ours that has it, or is null; `pid` is the
   * process that listens on it, or null where that cannot be seen.
   */
  NODE_PORT_TAKEN: v.object({
    node: v.string(),
    port: v.number(),
    by: v.nullable(v.string()),
    pid: v.nullable(v.number()),
  }),
  /** No run of free ports was found from that port on. */
  NO_FREE_PORTS: v.object({ first: v.number(), count: v.number() }),
  /** No etcd binary: none at all, or not of the version the cluster wants. */
  ETCD_MISSING: v.object({ version: v.nullable(v.string()) }),
  /** The binary that a cluster runs with is not there any more. */
  ETCD_GONE: v.object({ version: v.string(), path: v.string() }),
  /** The data of the cluster was `written` by a newer minor version than the one that is to read it. */
  ETCD_DOWNGRADE: v.object({ version: v.string(), written: v.string() }),
  /** A node of the cluster has a process, and what was asked for wants none. */
  CLUSTER_RUNNING: v.object({ name: v.string() }),
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
  DATA_FOLDER_LOCKED: v.object({ path: v.string(), pid: v.number(), host: v.picklist(['desktop', 'serve']) }),
  /** The data folder was written by a newer version of the app. */
  DATA_FOLDER_NEWER: v.object({ path: v.string(), version: v.number() }),
  /**
   * A newer version of the app wrote that file, in format `version`; this one reads formats up to `known`. The file was
   * left as it is, and is never written.
   */
  FILE_NEWER: v.object({ path: v.string(), version: v.number(), known: v.number() }),
  /** No answer from the endpoint in time, or no connection to it. */
  ENDPOINT_UNREACHABLE: v.object({ endpoint: v.string(), reason: v.string() }),
  /** The call took longer than its deadline. Milliseconds. */
  DEADLINE_EXCEEDED: v.object({ endpoint: v.string(), afterMs: v.number() }),
  /** etcd answered with an error of its own that has no code here yet. */
  ETCD_ERROR: v.object({ endpoint: v.string(), code: v.string(), message: v.string() }),
  /** None of several endpoints could be used: each with its reason, in the same order. */
  NO_ENDPOINT: v.object({ endpoints: v.array(v.string()), reasons: v.array(v.string()) }),
  /**
   * A write was sent and nobody said what became of it: it may have happened, or still happen. It was not repeated.
   * `action` is the call's name, such as Put.
   */
  OUTCOME_UNKNOWN: v.object({ endpoint: v.string(), action: v.string(), reason: v.string() }),
  /** The cluster has no leader, or none that the member asked knows: no quorum, or an election under way. */
  NO_LEADER: v.object({ endpoint: v.string() }),
  /** What answers there is no etcd. `found` says what it seems to be. */
  NOT_ETCD: v.object({ endpoint: v.string(), found: v.string() }),
  /** The etcd there does not know that call: it is too old for it. */
  TOO_OLD_FOR: v.object({ endpoint: v.string(), action: v.string() }),
  /** An `http://` endpoint that speaks TLS, or an `https://` one that does not. */
  TLS_MISMATCH: v.object({ endpoint: v.string(), speaks: v.picklist(['tls', 'plain']) }),
  /** The server's certificate is for other names than the one it was asked by. `names` is what it is for. */
  CERTIFICATE_OTHER_NAME: v.object({ endpoint: v.string(), asked: v.string(), names: v.string() }),
  /** The server's certificate is not valid at this time. */
  CERTIFICATE_EXPIRED: v.object({ endpoint: v.string(), reason: v.picklist(['expired', 'not-yet-valid']) }),
  /** The server's certificate was signed by nobody whom we trust. */
  CERTIFICATE_UNTRUSTED: v.object({ endpoint: v.string(), reason: v.string() }),
  /** A certificate or key that was given cannot be read, or is none. */
  CERTIFICATE_UNREADABLE: v.object({
    part: v.picklist(['ca', 'certificate', 'key']),
    path: v.string(),
    reason: v.string(),
  }),
  /** The private key does not belong to the certificate. */
  CERTIFICATE_KEY_MISMATCH: v.object({ certificate: v.string(), key: v.string() }),
  /** The server wants a client certificate and was given none. */
  CLIENT_CERTIFICATE_REQUIRED: v.object({ endpoint: v.string() }),
  /** The server refused our client certificate. */
  CLIENT_CERTIFICATE_REFUSED: v.object({ endpoint: v.string(), reason: v.string() }),
  /** The user's name or password is wrong. */
  AUTH_FAILED: v.object({ endpoint: v.string(), user: v.string() }),
  /** The password of the connection's user is not there: it was not kept, or its store has lost it. */
  PASSWORD_MISSING: v.object({ user: v.string() }),
  /** The cluster asks for a user, and the connection has none. */
  AUTH_REQUIRED: v.object({ endpoint: v.string() }),
  /** The user may not do that. `key` (escaped, as shown) is what it was about; null when it was about no key. */
  PERMISSION_DENIED: v.object({
    user: v.nullable(v.string()),
    action: v.string(),
    key: v.nullable(v.string()),
  }),
  /** A key of no bytes at all. */
  KEY_EMPTY: v.object({}),
  /** There is no such key to keep the value or the lease of. */
  KEY_NOT_FOUND: v.object({ key: v.string() }),
  /** A text with an escape that means no byte. `position` counts characters from 0. */
  ESCAPE_INVALID: v.object({ position: v.number(), found: v.string() }),
  /** The request is larger than the server takes. Bytes. */
  REQUEST_TOO_LARGE: v.object({ bytes: v.number() }),
  /** More operations in one transaction than the server takes. */
  TOO_MANY_OPERATIONS: v.object({ count: v.number() }),
  /** The lease does not exist: it expired, was revoked, or never was. Hex. */
  LEASE_NOT_FOUND: v.object({ lease: v.string() }),
  /** A lease with that ID exists already. Hex. */
  LEASE_EXISTS: v.object({ lease: v.string() }),
  /** The time to live is longer than etcd takes. Seconds. */
  LEASE_TTL_TOO_LARGE: v.object({ seconds: v.number() }),
  /** The database has reached its quota: writes are refused until space is made and the alarm disarmed. */
  NO_SPACE: v.object({ endpoint: v.string() }),
  /** The revision that was asked for is gone for good. Decimal. */
  REVISION_COMPACTED: v.object({ revision: v.string(), compacted: v.nullable(v.string()) }),
  /** The revision that was asked for has not been reached yet. Decimal. */
  REVISION_FUTURE: v.object({ revision: v.string() }),
  /** The connection has as many watches as it may have. */
  TOO_MANY_WATCHES: v.object({ limit: v.number() }),
  /** The host offers no terminal: a served page has one only when its server was started so. */
  TERMINAL_OFF: v.object({}),
  /** No shell can be started on this machine. */
  TERMINAL_UNAVAILABLE: v.object({ reason: v.string() }),
  /** As many terminals are open as may be. */
  TOO_MANY_TERMINALS: v.object({ limit: v.number() }),
  /** The connection may only read, and the call would have written. Nothing was sent. `action` is its name, such as Put. */
  READ_ONLY: v.object({ action: v.string() }),
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
