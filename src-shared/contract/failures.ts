import * as v from 'valibot';
import { bytes } from './bytes';
import {
  answerReason,
  archiveReason,
  binaryReason,
  busyActions,
  connectionReason,
  downloadReason,
  fileActions,
  hostActions,
  inputReason,
  otherServer,
  packageReason,
  pemReason,
  shellReason,
} from './reasons';

/** Keys of [key, rangeEnd) (see `keyRange`), and what a user's roles grant on all of them. */
const permittedRange = v.object({
  key: bytes,
  rangeEnd: bytes,
  access: v.picklist(['read', 'write', 'readwrite']),
});
export type PermittedRange = v.InferOutput<typeof permittedRange>;

/**
 * Every expected failure: a code with the data that its text needs. The engine throws them as `Failure`, the
 * contract carries them, and the renderer has a text for each that says what to do next.
 *
 * The engine says nothing in words: reasons are codes, too. Paths and names are plain strings, shown as text; so is
 * `detail`, which is what the system, a library or a server says. An `action` that is a plain string is the name of a call
 * of etcd, such as Put.
 */
const single = {
  /** The input does not match the procedure. `field` is the path of the wrong field, '' for the whole input. */
  BAD_INPUT: v.object({ field: v.string(), reason: inputReason }),
  /** The cluster, node or installation does not exist (any more). */
  NOT_FOUND: v.object({
    what: v.picklist(['cluster', 'node', 'etcd', 'list', 'connection', 'terminal', 'watch', 'job']),
    name: v.string(),
  }),
  /** A cluster with that name exists. */
  NAME_TAKEN: v.object({ name: v.string() }),
  /** The typed name does not match the thing to be deleted. */
  NAME_MISMATCH: v.object({ expected: v.string(), typed: v.string() }),
  /** Another action on the same cluster or node is under way. */
  BUSY: v.object({ name: v.string(), action: busyActions }),
  /** The node has no process to act on. */
  NODE_NOT_RUNNING: v.object({ node: v.string() }),
  /** The system did not end the node's process, which still lives. */
  NODE_NOT_ENDED: v.object({ node: v.string(), pid: v.number() }),
  /** Another process has the node's data folder open. */
  NODE_DATA_IN_USE: v.object({ node: v.string(), path: v.string(), pid: v.number() }),
  /** The system cannot do this (pausing a process on Windows). */
  UNSUPPORTED_HERE: v.object({ action: hostActions, platform: v.string() }),
  /** etcd refuses an election timeout under five heartbeats, and so does the app. Milliseconds. */
  ELECTION_TIMEOUT_TOO_SHORT: v.object({
    heartbeatMs: v.number(),
    electionMs: v.number(),
    minimumMs: v.number(),
  }),
  /** An extra flag is set by the app itself, or is not a flag. */
  FLAG_REFUSED: v.object({ flag: v.string(), reason: v.picklist(['set-by-app', 'not-a-flag']) }),
  /** A port is in use. `by` names our cluster that has it; null when none does. */
  PORT_TAKEN: v.object({ port: v.number(), by: v.nullable(v.string()) }),
  /**
   * A port of an existing node is in use. `by` names another cluster of ours that has it; null when none does.
   * `pid` is the process that listens on it; null when that is not visible.
   */
  NODE_PORT_TAKEN: v.object({
    node: v.string(),
    port: v.number(),
    by: v.nullable(v.string()),
    pid: v.nullable(v.number()),
  }),
  /** No sequence of free ports was found from that port on. */
  NO_FREE_PORTS: v.object({ first: v.number(), count: v.number() }),
  /** There is no etcd binary at all, or none of the version that the cluster wants. */
  ETCD_MISSING: v.object({ version: v.nullable(v.string()) }),
  /** The binary that a cluster runs with is gone. */
  ETCD_GONE: v.object({ version: v.string(), path: v.string() }),
  /** The cluster's data was written by a newer minor version (`written`) than the one that should read it. */
  ETCD_DOWNGRADE: v.object({ version: v.string(), written: v.string() }),
  /**
   * The cluster's data was written by `written`, and etcd updates data one minor version at a time. `first` are the
   * versions to run before, each or a later patch of it.
   */
  ETCD_STEPWISE: v.object({ version: v.string(), written: v.string(), first: v.array(v.string()) }),
  /** A node of the cluster has a process, and the action needs all to be stopped. */
  CLUSTER_RUNNING: v.object({ name: v.string() }),
  /** The binary exists but cannot be used: it does not run, is for another architecture, or prints no version. */
  ETCD_UNUSABLE: v.object({ path: v.string(), reason: binaryReason }),
  /** The binary is older than the oldest supported version. */
  ETCD_TOO_OLD: v.object({ version: v.string(), minimum: v.string() }),
  /** The named clusters use that version of etcd. */
  ETCD_IN_USE: v.object({ version: v.string(), clusters: v.array(v.string()) }),
  /** Not a version like 3.6.14. */
  VERSION_INVALID: v.object({ version: v.string() }),
  /** The release, or its archive for this system, does not exist. */
  RELEASE_NOT_FOUND: v.object({ version: v.string(), archive: v.string(), url: v.string() }),
  /** The download failed or broke off. */
  DOWNLOAD_FAILED: v.object({ url: v.string(), reason: downloadReason }),
  /** The archive does not match its publisher's SHA-256. Nothing of it was run or kept. */
  CHECKSUM_MISMATCH: v.object({ archive: v.string(), expected: v.string(), actual: v.string() }),
  /** The archive's checksum could not be obtained, so the archive was not accepted. */
  CHECKSUM_UNKNOWN: v.object({ archive: v.string() }),
  /** The archive cannot be read, or contains no etcd. */
  ARCHIVE_UNUSABLE: v.object({ archive: v.string(), reason: archiveReason }),
  /** The binary in the archive is for another system or processor. */
  WRONG_ARCHITECTURE: v.object({ path: v.string(), found: v.string(), wanted: v.string() }),
  /** Debian's package could not be installed. */
  PACKAGE_FAILED: v.object({ command: v.string(), reason: packageReason }),
  /** No space is left, or the quota of the file system is exhausted. */
  DISK_FULL: v.object({ path: v.string() }),
  /** The system refused access. */
  NOT_PERMITTED: v.object({ path: v.string(), action: fileActions }),
  /**
   * Something else stands at the path: a folder, pipe or device where a file has to be, a file where a folder has to be,
   * or a link that leads in a circle.
   */
  PATH_TAKEN: v.object({ path: v.string() }),
  /**
   * Another host (this app, or its headless host) has the data folder. `address` is where it serves its window; null for
   * one with a window of its own.
   */
  DATA_FOLDER_LOCKED: v.object({
    path: v.string(),
    pid: v.number(),
    host: v.picklist(['desktop', 'serve']),
    address: v.nullable(v.string()),
  }),
  /** The data folder was written by a newer version of the app. */
  DATA_FOLDER_NEWER: v.object({ path: v.string(), version: v.number() }),
  /**
   * A newer version of the app wrote that file, in format `version`; this one reads formats up to `known`. The
   * file stays unchanged and is never written.
   */
  FILE_NEWER: v.object({ path: v.string(), version: v.number(), known: v.number() }),
  /** The file was damaged, and kept as `aside`; `detail` is the message of the parser or the check. */
  FILE_SET_ASIDE: v.object({ path: v.string(), aside: v.string(), detail: v.string() }),
  /** The endpoint did not answer in time, or there was no connection to it. */
  ENDPOINT_UNREACHABLE: v.object({ endpoint: v.string(), reason: connectionReason }),
  /** The call took longer than its deadline. Milliseconds. */
  DEADLINE_EXCEEDED: v.object({ endpoint: v.string(), afterMs: v.number() }),
  /** etcd answered with an error that has no code here yet. */
  ETCD_ERROR: v.object({ endpoint: v.string(), code: v.string(), message: v.string() }),
  /**
   * The cluster has no leader, or none that the asked member knows: there is no quorum, or an election is under
   * way.
   */
  NO_LEADER: v.object({ endpoint: v.string() }),
  /** The asked member is a learner, which answers hardly any calls before it is promoted. */
  LEARNER: v.object({ endpoint: v.string() }),
  /** The connection's endpoints lead to different clusters. Nothing was sent. IDs are hex, and can be the same. */
  DIFFERENT_CLUSTERS: v.object({
    clusters: v.array(v.object({ clusterId: v.string(), endpoints: v.array(v.string()) })),
  }),
  /** The server there is not etcd. `found` says what it seems to be. */
  NOT_ETCD: v.object({ endpoint: v.string(), found: otherServer }),
  /** The etcd there is too old for that call. */
  TOO_OLD_FOR: v.object({ endpoint: v.string(), action: v.string() }),
  /** The endpoint's answer is damaged, or is none that etcd gives. */
  ANSWER_UNREADABLE: v.object({ endpoint: v.string(), action: v.string(), reason: answerReason }),
  /** The endpoint's answer is larger than what is accepted, or unpacks to more. */
  ANSWER_TOO_LARGE: v.object({ endpoint: v.string(), action: v.string(), limitMib: v.number() }),
  /** An `http://` endpoint that speaks TLS, or an `https://` one that does not. */
  TLS_MISMATCH: v.object({ endpoint: v.string(), speaks: v.picklist(['tls', 'plain']) }),
  /** The server's certificate is for other names than the one asked for. `names` are those it is for. */
  CERTIFICATE_OTHER_NAME: v.object({ endpoint: v.string(), asked: v.string(), names: v.string() }),
  /** The server's certificate is not valid at this time. */
  CERTIFICATE_EXPIRED: v.object({ endpoint: v.string(), reason: v.picklist(['expired', 'not-yet-valid']) }),
  /** The server's certificate was not signed by a trusted CA. */
  CERTIFICATE_UNTRUSTED: v.object({ endpoint: v.string(), detail: v.string() }),
  /** A given certificate or key cannot be read, or is not one. */
  CERTIFICATE_UNREADABLE: v.object({
    part: v.picklist(['ca', 'certificate', 'key']),
    path: v.string(),
    reason: pemReason,
  }),
  /** The private key does not belong to the certificate. */
  CERTIFICATE_KEY_MISMATCH: v.object({ certificate: v.string(), key: v.string() }),
  /** The server wants a client certificate, and the connection has none. */
  CLIENT_CERTIFICATE_REQUIRED: v.object({ endpoint: v.string() }),
  /** The server refused our client certificate. */
  CLIENT_CERTIFICATE_REFUSED: v.object({ endpoint: v.string(), detail: v.string() }),
  /** The user's name or password is wrong. */
  AUTH_FAILED: v.object({ endpoint: v.string(), user: v.string() }),
  /** The password of the connection's user is missing: it was not saved, or its store has lost it. */
  PASSWORD_MISSING: v.object({ user: v.string() }),
  /** The cluster wants a user, and the connection has none. */
  AUTH_REQUIRED: v.object({ endpoint: v.string() }),
  /** The cluster takes the client certificate's common name for the user, and has no user of that name. */
  CERTIFICATE_USER_UNKNOWN: v.object({ endpoint: v.string(), user: v.string() }),
  /** The user may not do that. `key` (escaped, as shown) is the key concerned; null when no key is. */
  PERMISSION_DENIED: v.object({
    user: v.nullable(v.string()),
    action: v.string(),
    key: v.nullable(v.string()),
    /** The parts of what was asked for that the user's roles grant, in order; absent when that is not known. */
    permitted: v.optional(v.array(permittedRange)),
  }),
  /** The key is empty. */
  KEY_EMPTY: v.object({}),
  /** There is no such key whose value or lease could be kept. */
  KEY_NOT_FOUND: v.object({ key: v.string() }),
  /** A text has an invalid escape. `position` counts characters from 0. */
  ESCAPE_INVALID: v.object({ position: v.number(), found: v.string() }),
  /** The request is larger than the server accepts. Bytes. */
  REQUEST_TOO_LARGE: v.object({ bytes: v.number() }),
  /** A transaction has more operations than the server accepts. */
  TOO_MANY_OPERATIONS: v.object({ count: v.number() }),
  /** The lease does not exist: it expired, was revoked, or never existed. Hex. */
  LEASE_NOT_FOUND: v.object({ lease: v.string() }),
  /** A lease with that ID already exists. Hex. */
  LEASE_EXISTS: v.object({ lease: v.string() }),
  /** The time to live is longer than etcd accepts. Seconds. */
  LEASE_TTL_TOO_LARGE: v.object({ seconds: v.number() }),
  /** The database has reached its quota: writes are refused until space is freed and the alarm disarmed. */
  NO_SPACE: v.object({ endpoint: v.string() }),
  /** The requested revision is gone for good; `compacted` is the oldest one left, null when not known. Decimal. */
  REVISION_COMPACTED: v.object({ revision: v.string(), compacted: v.nullable(v.string()) }),
  /** The requested revision has not been reached yet. Decimal. */
  REVISION_FUTURE: v.object({ revision: v.string() }),
  /** The connection has the maximum number of watches. */
  TOO_MANY_WATCHES: v.object({ limit: v.number() }),
  /** The user has more roles, or their roles more separate ranges of keys, than are looked into. */
  TOO_MANY_GRANTS: v.object({
    user: v.string(),
    of: v.picklist(['roles', 'ranges']),
    count: v.number(),
    limit: v.number(),
  }),
  /** The window has the maximum number of streams open. */
  TOO_MANY_STREAMS: v.object({ limit: v.number() }),
  /** The host offers no terminal; the headless host does so only when started with that option. */
  TERMINAL_OFF: v.object({}),
  /** No shell can be started on this machine. */
  TERMINAL_UNAVAILABLE: v.object({ reason: shellReason }),
  /** The maximum number of terminals is open. */
  TOO_MANY_TERMINALS: v.object({ limit: v.number() }),
  /**
   * The connection is read-only, and the call would have written. Nothing was sent. `action` is the call's name,
   * such as Put.
   */
  READ_ONLY: v.object({ action: v.string() }),
  /** The user took back a write that was held, before any of it was sent. `action` is the call's name, such as Put. */
  NOT_SENT: v.object({ action: v.string() }),
  /** The caller cancelled. `action` is a call of etcd, or a word of the engine's own, such as download. */
  CANCELLED: v.object({ action: v.string() }),
} as const;

/** A failure that is not made of others, as data. */
export type SingleFailure = {
  [C in keyof typeof single]: { readonly code: C; readonly data: v.InferOutput<(typeof single)[C]> };
}[keyof typeof single];

const because = v.array(oneOf(single) as unknown as v.GenericSchema<SingleFailure>);

export const failures = {
  ...single,
  /** None of several endpoints could be used; `because` is in the same order. */
  NO_ENDPOINT: v.object({ endpoints: v.array(v.string()), because }),
  /**
   * A write was sent and its outcome is unknown: it may have happened, or still happen. It was not repeated.
   * `action` is the call's name, such as Put.
   */
  OUTCOME_UNKNOWN: v.object({ endpoint: v.string(), action: v.string(), because }),
} as const;

export type FailureCode = keyof typeof failures;
export type FailureData<C extends FailureCode> = v.InferOutput<(typeof failures)[C]>;

/** A failure as data, for something that ended while nobody was waiting (a download job, a node). */
export type FailureValue = {
  [C in FailureCode]: { readonly code: C; readonly data: FailureData<C> };
}[FailureCode];

/** Schema of `FailureValue`, built from the lists above. */
export const failureValue = oneOf(failures) as unknown as v.GenericSchema<FailureValue>;

function oneOf(codes: Readonly<Record<string, v.GenericSchema>>) {
  return v.union(Object.entries(codes).map(([code, data]) => v.object({ code: v.literal(code), data })));
}
