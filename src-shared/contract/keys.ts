import * as v from 'valibot';
import { list, live, procedure } from './base';
import { bytes } from './bytes';
import { failureValue } from './failures';
import { connectionRef } from './connection-ref';

/** A 64-bit revision, version or count, decimal. */
const decimal = v.pipe(v.string(), v.digits());
/** A lease's ID as etcd prints it: lower-case hex without leading zeros. */
const leaseId = v.pipe(v.string(), v.regex(/^[0-9a-f]{1,16}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Any bytes make a key, except for none: KEY_EMPTY. */
const key = bytes;
const ofKey = { connection: connectionRef, key };

export const keyValue = v.object({
  key: bytes,
  value: bytes,
  createRevision: decimal,
  modRevision: decimal,
  /** How many times it was written since its creation. */
  version: decimal,
  /** Its lease, or null. */
  lease: v.nullable(leaseId),
});
export type KeyValue = v.InferOutput<typeof keyValue>;

/**
 * Keys from `key` up to but without `rangeEnd`. An empty `rangeEnd` means just the one key, a single 0x00 means to
 * the last key.
 */
export const keyRange = v.object({ key: bytes, rangeEnd: bytes });
export type KeyRange = v.InferOutput<typeof keyRange>;

/** The state of a connection's list of keys. */
export const keysStatus = v.object({
  phase: v.variant('kind', [
    /**
     * All pages at one revision are being read; `total` is null until the first one arrives. Also after missed
     * events.
     */
    v.object({ kind: v.literal('loading'), loaded: count, total: v.nullable(count) }),
    /** Complete, and updated by a watch. */
    v.object({ kind: v.literal('live') }),
    /** The cluster has reached `revision` for some time, and the watch has not brought the list there yet. */
    v.object({ kind: v.literal('behind'), revision: decimal }),
    /** Complete as of `revision`, but not updated now: the watch was lost and is resuming. */
    v.object({ kind: v.literal('resuming'), failure: v.nullable(failureValue) }),
    /** Could not be read. It retries by itself, unless `final`: then only `reload` helps. */
    v.object({ kind: v.literal('failed'), failure: failureValue, final: v.boolean() }),
  ]),
  /** Keys in the list now. */
  keys: count,
  /** The revision of the list; null before the first page. */
  revision: v.nullable(decimal),
  /** All keys, or, when the user may not read all, those of the ranges that their roles grant. */
  scope: v.variant('kind', [
    v.object({ kind: v.literal('all') }),
    v.object({ kind: v.literal('granted'), user: v.string(), ranges: v.array(keyRange) }),
  ]),
  /**
   * The latest gap, after which all keys were listed again. The list is complete, but what happened in between is
   * unknown.
   */
  relisted: v.nullable(
    v.variant('kind', [
      /** A compaction removed events before they arrived. */
      v.object({ kind: v.literal('compacted'), compactRevision: decimal, at: v.string() }),
      /** The cluster was at revision `from`, and now has another history, in which it was at `to`. */
      v.object({ kind: v.literal('other-history'), from: decimal, to: decimal, at: v.string() }),
    ]),
  ),
});
export type KeysStatus = v.InferOutput<typeof keysStatus>;

export const treeQuery = v.object({
  connection: connectionRef,
  /** A unique name chosen by the window (a UUID), by which other procedures refer to the tree. */
  tree: v.pipe(v.string(), v.minLength(8), v.maxLength(64)),
  /** What separates the segments of keys: one or several bytes; empty for a flat list. */
  delimiter: bytes,
  /** Shows only keys that contain these bytes, in their folders, which are then open; empty for all keys. */
  filter: bytes,
  /** Whether it finds capitals and small letters alike, of any alphabet; bytes that are no text are found as they are. */
  ignoreCase: v.optional(v.boolean(), false),
  /** Folders that are open at first (by path, as in rows); for a tree that is opened again. */
  expanded: v.array(bytes),
});
export type TreeQuery = v.InferOutput<typeof treeQuery>;

/**
 * A visible row. Rows are in etcd's byte order of `path`. A folder exists because keys begin with its path; etcd
 * stores nothing for it. Key `a` and folder `a/` are two rows. Key `a/` is the row of folder `a/` ("both").
 */
export const treeRow = v.object({
  kind: v.picklist(['key', 'folder', 'both']),
  /** The whole key; for a folder, the path up to and including its delimiter. */
  path: bytes,
  /** The last segment, without the delimiter; may be empty (`a//b`). */
  label: bytes,
  /** Folders above it; 0 is the top. */
  depth: count,
  /** Keys in it at any depth, including its own key for a "both" (with a filter: those that match); 1 for a key. */
  count,
  /** For folders: whether its rows follow. */
  expanded: v.boolean(),
});
export type TreeRow = v.InferOutput<typeof treeRow>;

export const treeSummary = v.object({
  /** Keys in the tree: all that are loaded, or those that match. */
  keys: count,
  /** Keys searched so far, of those loaded. Equal to `of` when the search is done. */
  searched: count,
  of: count,
  /** Whether folders are open unless closed (filtered trees, and after `expandAll` of everything). */
  expandedByDefault: v.boolean(),
});
export type TreeSummary = v.InferOutput<typeof treeSummary>;

const ofTree = { tree: v.string() };
const row = v.object({ row: count });

/** The condition of a write; etcd checks it in the same transaction. */
export const guard = v.variant('kind', [
  /** The key's mod revision is unchanged. */
  v.object({ kind: v.literal('unchanged'), modRevision: decimal }),
  /** The key does not exist. */
  v.object({ kind: v.literal('absent') }),
  /** No condition: overwrites whatever is there. */
  v.object({ kind: v.literal('none') }),
]);
export type Guard = v.InferOutput<typeof guard>;

/** The lease for a key that is put. */
export const leaseChoice = v.variant('kind', [
  /** The current one; none for a new key. */
  v.object({ kind: v.literal('keep') }),
  v.object({ kind: v.literal('none') }),
  /** LEASE_NOT_FOUND when the lease does not exist. */
  v.object({ kind: v.literal('lease'), id: leaseId }),
]);
export type LeaseChoice = v.InferOutput<typeof leaseChoice>;

/** The guard did not hold; nothing was written. `current` is the key as it is now, null when it does not exist. */
const conflict = v.object({ kind: v.literal('conflict'), current: v.nullable(keyValue) });

export const putResult = v.variant('kind', [
  /** `revision` is the key's new mod revision. */
  v.object({ kind: v.literal('saved'), revision: decimal }),
  conflict,
]);
export type PutResult = v.InferOutput<typeof putResult>;

export const removeResult = v.variant('kind', [
  /** `deleted` is 0 when there was no such key and no guard, else 1. */
  v.object({ kind: v.literal('removed'), revision: decimal, deleted: count }),
  conflict,
]);
export type RemoveResult = v.InferOutput<typeof removeResult>;

/**
 * Up to this many keys are deleted in one transaction, in which etcd checks that no key was created since the count. For
 * that check the server reads all of them with their values while everybody else waits: 10,000 keys of 10 kB are 100 MB.
 * More keys are deleted in batches, by a job.
 */
export const MAX_CHECKED_KEYS = 10_000;

export const removePrefixResult = v.variant('kind', [
  v.object({ kind: v.literal('removed'), revision: decimal, deleted: count }),
  /** New keys exist since the count; nothing was deleted. Has the new count, to be confirmed again. */
  v.object({ kind: v.literal('changed'), count, revision: decimal }),
]);
export type RemovePrefixResult = v.InferOutput<typeof removePrefixResult>;

/**
 * What a removal in batches deletes. `existing`: the keys that existed at the confirmed revision; keys created later are
 * kept, and etcd checks that in each batch. `all`: what is there at the moment of each batch, without a check.
 */
export const prefixRemovalScope = v.picklist(['existing', 'all']);
export type PrefixRemovalScope = v.InferOutput<typeof prefixRemovalScope>;

const counted = v.object({ count, revision: decimal });

/**
 * The keys that begin with `prefix`; with `within`, only those in these ranges, for a user who may not use the others
 * (see PERMISSION_DENIED). A range has no effect outside of the prefix.
 */
const keyFolder = v.object({
  prefix: bytes,
  within: v.optional(v.pipe(v.array(keyRange), v.minLength(1), v.maxLength(100))),
});
export type KeyFolder = v.InferOutput<typeof keyFolder>;

/** The jobs of this area, see `jobs.ts`. */
export const keysJobs = {
  /**
   * Deletes the keys that begin with a prefix, in batches. Its progress counts the keys that were deleted, also when it
   * failed or was cancelled. `prefix` is escaped, as shown; `count` is how many keys of the folder are there afterwards.
   */
  removePrefix: {
    about: v.object({ prefix: v.string() }),
    steps: {
      removingExisting: v.object({}),
      removingAll: v.object({}),
    },
    result: v.object({ deleted: count, count }),
  },
} as const;

/** The latest change of a key since somebody follows it; null for none yet. */
export const keyChange = v.nullable(
  v.variant('kind', [
    v.object({ kind: v.literal('put'), revision: decimal }),
    v.object({ kind: v.literal('deleted'), revision: decimal }),
    /** Events were missed: read the key again. */
    v.object({ kind: v.literal('unknown'), revision: decimal }),
  ]),
);
export type KeyChange = v.InferOutput<typeof keyChange>;

/**
 * Keys of a connection. All windows share one list of its keys. It is read at first use, follows a watch, and is
 * disposed of a minute after its last use.
 */
export const keys = {
  status: live(v.object({ connection: connectionRef }), keysStatus),
  /** Lists all keys again, including the ranges that the user may read. */
  reload: procedure.input(v.object({ connection: connectionRef })).output(v.void()),

  tree: {
    ...list(treeQuery, treeRow),
    /** May be called before the tree is open. */
    summary: live(v.object(ofTree), treeSummary),
    /** Opens or closes a folder. The state of a folder that does not exist is remembered for when it appears. */
    toggle: procedure.input(v.object({ ...ofTree, path: bytes, expanded: v.boolean() })).output(v.void()),
    /**
     * Opens all folders: without limit for the whole tree (`path` null), or up to 1,000 at and below one folder;
     * `left` is how many of those stay closed.
     */
    expandAll: procedure
      .input(v.object({ ...ofTree, path: v.nullable(bytes) }))
      .output(v.object({ left: count })),
    /** Closes all folders, of the whole tree or from one folder down. */
    collapseAll: procedure.input(v.object({ ...ofTree, path: v.nullable(bytes) })).output(v.void()),
    /**
     * Opens the folders above a key or a folder (by its path), and returns its row; null when the tree does not
     * have it.
     */
    reveal: procedure.input(v.object({ ...ofTree, path: bytes })).output(v.nullable(row)),
  },

  /**
   * One key as it is now, or as it was at `revision` (REVISION_COMPACTED, REVISION_FUTURE). `unasked`: the window
   * refreshes the key by itself, so it is not recorded in the etcdctl log.
   */
  get: procedure
    .input(v.object({ ...ofKey, revision: v.nullable(decimal), unasked: v.optional(v.boolean(), false) }))
    .output(v.object({ current: v.nullable(keyValue), revision: decimal })),
  /**
   * Whether a key still has the mod revision that a window knows. Its value, which may be large, is not sent. Not recorded
   * in the etcdctl log. Says nothing across two histories of a cluster, in which one mod revision may stand for two values.
   */
  isAt: procedure.input(v.object({ ...ofKey, modRevision: decimal })).output(v.boolean()),
  /** Follows one key that is open in a window. */
  changes: live(v.object(ofKey), keyChange),
  /**
   * Writes one key, in one transaction with its guard. REQUEST_TOO_LARGE, LEASE_NOT_FOUND, NO_SPACE,
   * PERMISSION_DENIED.
   */
  put: procedure.input(v.object({ ...ofKey, value: bytes, lease: leaseChoice, guard })).output(putResult),
  /** Deletes one key, in one transaction with its guard. */
  remove: procedure.input(v.object({ ...ofKey, guard })).output(removeResult),
  /** Counts the keys of a folder, in the cluster. KEY_EMPTY for an empty prefix. */
  countPrefix: procedure.input(v.object({ connection: connectionRef, ...keyFolder.entries })).output(counted),
  /**
   * Deletes exactly the keys of a folder, in one transaction, unless keys were created among them since the
   * count. For `MAX_CHECKED_KEYS` keys at most.
   */
  removePrefix: procedure
    .input(
      v.object({
        connection: connectionRef,
        ...keyFolder.entries,
        /** The result of `countPrefix` that the user confirmed. */
        confirmed: v.object({ count: v.pipe(count, v.maxValue(MAX_CHECKED_KEYS)), revision: decimal }),
      }),
    )
    .output(removePrefixResult),
  /** Starts the job that deletes the keys of a folder in batches, and returns its ID. */
  removePrefixInBatches: procedure
    .input(
      v.object({
        connection: connectionRef,
        ...keyFolder.entries,
        confirmed: counted,
        scope: prefixRemovalScope,
      }),
    )
    .output(v.object({ job: v.string() })),
};
