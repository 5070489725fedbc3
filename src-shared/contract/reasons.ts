import * as v from 'valibot';

/*
 * Why something failed, as codes with data: what the engine finds out itself is a `kind`, and the window has the words for
 * it. `detail` is what the system, a library or a server says; it is shown in their own words.
 */

const said = v.object({ kind: v.literal('said'), detail: v.string() });

/** Why an input is not what the procedure takes. */
export const inputReason = v.variant('kind', [
  /** It is another kind of value, or out of bounds. Both are written as valibot does: `number`, `<=60`, `"abc"`. */
  v.object({ kind: v.literal('other-type'), expected: v.string(), received: v.string() }),
  /** Nothing is known but what was sent. */
  v.object({ kind: v.literal('refused'), received: v.string() }),
  v.object({ kind: v.literal('no-url'), endpoint: v.string() }),
  v.object({ kind: v.literal('other-scheme'), scheme: v.string() }),
  v.object({ kind: v.literal('no-port'), port: v.string() }),
  /** A number of revisions to keep has a unit. */
  v.object({ kind: v.literal('revisions-with-unit') }),
  /** So many ports do not fit from the first one on. */
  v.object({ kind: v.literal('ports-do-not-fit'), count: v.number() }),
]);
export type InputReason = v.InferOutput<typeof inputReason>;

/** Why there is no connection to an endpoint, or none any more. */
export const connectionReason = v.variant('kind', [
  v.object({ kind: v.literal('refused') }),
  v.object({ kind: v.literal('lost') }),
  v.object({ kind: v.literal('timed-out') }),
  v.object({ kind: v.literal('no-route-to-host') }),
  v.object({ kind: v.literal('no-route-to-network') }),
  v.object({ kind: v.literal('host-not-found') }),
  /** A name server did not answer. */
  v.object({ kind: v.literal('host-not-found-now') }),
  /** The server ended the call. */
  v.object({ kind: v.literal('ended') }),
  /** Milliseconds. */
  v.object({ kind: v.literal('not-within'), ms: v.number() }),
  /** Its process does not run, so nobody was asked. */
  v.object({ kind: v.literal('not-running') }),
  /** Its process was started, and has not answered since. */
  v.object({ kind: v.literal('not-answered-yet') }),
  said,
]);
export type ConnectionReason = v.InferOutput<typeof connectionReason>;

/** What answers where etcd was looked for. */
export const otherServer = v.variant('kind', [
  /** `line` is the first of its answer. */
  v.object({ kind: v.literal('web'), line: v.string() }),
  v.object({ kind: v.literal('grpc') }),
  v.object({ kind: v.literal('unknown') }),
  said,
]);
export type OtherServer = v.InferOutput<typeof otherServer>;

/** Why a program is no etcd that can be run. */
export const binaryReason = v.variant('kind', [
  v.object({ kind: v.literal('relative-path') }),
  v.object({ kind: v.literal('missing') }),
  v.object({ kind: v.literal('no-file') }),
  v.object({ kind: v.literal('no-program') }),
  /** It prints no version of etcd. */
  v.object({ kind: v.literal('no-version') }),
  v.object({ kind: v.literal('cancelled') }),
  v.object({ kind: v.literal('not-within'), seconds: v.number() }),
  /** It ended by `code` or by `signal`; `detail` is the last line that it printed. */
  v.object({
    kind: v.literal('ended'),
    code: v.nullable(v.number()),
    signal: v.nullable(v.string()),
    detail: v.string(),
  }),
  said,
]);
export type BinaryReason = v.InferOutput<typeof binaryReason>;

/** Why a download broke off, or did not begin. */
export const downloadReason = v.variant('kind', [
  v.object({ kind: v.literal('too-long') }),
  /** `received` of `total` bytes; `total` is null when the server did not say. */
  v.object({ kind: v.literal('cut-off'), received: v.number(), total: v.nullable(v.number()) }),
  v.object({ kind: v.literal('broken') }),
  v.object({ kind: v.literal('host-not-found') }),
  v.object({ kind: v.literal('refused') }),
  v.object({ kind: v.literal('untrusted') }),
  v.object({ kind: v.literal('stalled'), seconds: v.number() }),
  /** `status` is an HTTP status that is no success, with its text. */
  v.object({ kind: v.literal('status'), status: v.string() }),
  v.object({ kind: v.literal('insecure-redirect'), url: v.string() }),
  /** Neither encrypted nor on this machine. */
  v.object({ kind: v.literal('insecure') }),
  v.object({ kind: v.literal('redirects'), most: v.number() }),
  v.object({ kind: v.literal('scheme'), scheme: v.string() }),
  v.object({ kind: v.literal('proxy-scheme'), scheme: v.string(), proxy: v.string() }),
  v.object({ kind: v.literal('proxy-status'), proxy: v.string(), status: v.nullable(v.number()) }),
  said,
]);
export type DownloadReason = v.InferOutput<typeof downloadReason>;

/** Why an archive of etcd is not taken. `name` is of something in it. */
export const archiveReason = v.variant('kind', [
  v.object({ kind: v.literal('no-etcd') }),
  v.object({ kind: v.literal('no-program'), name: v.string() }),
  v.object({ kind: v.literal('leads-out'), name: v.string() }),
  v.object({ kind: v.literal('no-file'), name: v.string() }),
  v.object({ kind: v.literal('twice'), name: v.string() }),
  v.object({ kind: v.literal('too-large'), name: v.string() }),
  /** Its etcd is of that version, not of the archive's. */
  v.object({ kind: v.literal('other-version'), version: v.string() }),
  /** Its etcd does not run; null where that has a reason of another kind. */
  v.object({ kind: v.literal('does-not-run'), reason: v.nullable(binaryReason) }),
  said,
]);
export type ArchiveReason = v.InferOutput<typeof archiveReason>;

/** What is wrong with an answer that is read by hand. */
export const damages = [
  'cut-off',
  'number-too-long',
  /** A field has the number 0. */
  'field-number',
  'field-type',
  /** A field with a message has a number in its place. */
  'no-message',
  'no-key',
  'no-id',
  'no-header',
  /** More than any etcd sends. */
  'too-many-fields',
  /** A key that was not asked for. */
  'other-key',
  /** A transaction's answer does not have one response for each of its operations. */
  'responses',
  'count',
  'order',
  /** A revision is above what the member has, or below one that came before it. */
  'revision',
  /** It ends before the limit that was asked for, and says that there is more. */
  'more',
] as const;
export type Damage = (typeof damages)[number];

/** Why an answer cannot be read. */
export const answerReason = v.variant('kind', [v.object({ kind: v.picklist(damages) }), said]);
export type AnswerReason = v.InferOutput<typeof answerReason>;

/** Why the system's package of etcd could not be installed. */
export const packageReason = v.variant('kind', [
  /** It is installed, and no etcd that can be used was found. */
  v.object({ kind: v.literal('nothing-found') }),
  v.object({ kind: v.literal('ended'), code: v.nullable(v.number()) }),
  said,
]);
export type PackageReason = v.InferOutput<typeof packageReason>;

/** Why a PEM file of TLS is not taken. */
export const pemReason = v.variant('kind', [
  v.object({ kind: v.literal('not-chosen') }),
  v.object({ kind: v.literal('missing') }),
  v.object({ kind: v.literal('not-permitted') }),
  v.object({ kind: v.literal('folder') }),
  /** A key with a passphrase. */
  v.object({ kind: v.literal('encrypted') }),
  /** One of several certificates cannot be read. */
  v.object({ kind: v.literal('partly') }),
  v.object({ kind: v.literal('no-key') }),
  v.object({ kind: v.literal('no-certificate') }),
  /** TLS refuses it, for what the TLS library says. */
  v.object({ kind: v.literal('tls'), detail: v.string() }),
  said,
]);
export type PemReason = v.InferOutput<typeof pemReason>;

/** Why no shell can be started. */
export const shellReason = v.variant('kind', [
  v.object({ kind: v.literal('closing') }),
  v.object({ kind: v.literal('no-shell') }),
  said,
]);
export type ShellReason = v.InferOutput<typeof shellReason>;

/** What the file system refused. */
export const fileActions = v.picklist([
  'open',
  'read',
  'write',
  'create',
  'delete',
  'open-data-folder',
  'write-connections',
  'write-settings',
  'install-package',
]);
export type FileAction = v.InferOutput<typeof fileActions>;

/** What a system, or a host, may not be able to do. */
export const hostActions = v.picklist([
  'pause',
  'resume',
  'download-etcd',
  'install-package',
  'open-folder',
  'choose-file',
]);
export type HostAction = v.InferOutput<typeof hostActions>;

/** What keeps a cluster, a node or the installation of etcd busy. */
export const busyActions = v.picklist([
  'starting',
  'stopping',
  'deleting',
  'killing',
  'pausing',
  'resuming',
  'restarting',
  'download',
  'package',
]);
export type BusyAction = v.InferOutput<typeof busyActions>;
