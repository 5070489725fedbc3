import * as v from 'valibot';
import { list, live, procedure } from './base';
import { bytes } from './bytes';
import { failureValue } from './failures';
import { connectionRef } from './connection-ref';

/** A revision, version or count of 64 bits, decimal. */
const decimal = v.pipe(v.string(), v.digits());
/** A lease's ID as etcd prints it: lower-case hex without leading zeros. */
const leaseId = v.pipe(v.string(), v.regex(/^[0-9a-f]{1,16}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Any bytes are a key except none at all: those are KEY_EMPTY. */
const key = bytes;
const ofKey = { connection: connectionRef, key };

export const keyValue = v.object({
  key: bytes,
  value: bytes,
  createRevision: decimal,
  modRevision: decimal,
  /** How many times it was written since it was created. */
  version: decimal,
  /** The lease it goes with, or null. */
  lease: v.nullable(leaseId),
});
export type KeyValue = v.InferOutput<typeof keyValue>;

/** Keys from `key` up to, not with, `rangeEnd`; an empty `rangeEnd` is the one key, a single 0x00 is "to the last". */
export const keyRange = v.object({ key: bytes, rangeEnd: bytes });
export type KeyRange = v.InferOutput<typeof keyRange>;

/** How the list of keys of a connection stands. */
export const keysStatus = v.object({
  phase: v.variant('kind', [
    /** All pages of one revision are being read; `total` is null until the first of them came. Also after missed events. */
    v.object({ kind: v.literal('loading'), loaded: count, total: v.nullable(count) }),
    /** Complete, and following a watch. */
    v.object({ kind: v.literal('live') }),
    /** Complete as of `revision`, and not following at the moment: the watch was lost and is being taken up again. */
    v.object({ kind: v.literal('resuming'), failure: v.nullable(failureValue) }),
    /** Could not be read. It is tried again by itself, unless `final`: then only `reload` does. */
    v.object({ kind: v.literal('failed'), failure: failureValue, final: v.boolean() }),
  ]),
  /** Keys in the list now. */
  keys: count,
  /** The revision the list is at; null before the first page. */
  revision: v.nullable(decimal),
  /** All keys, or, since the user may not read all, those of the ranges that their roles grant. */
  scope: v.variant('kind', [
    v.object({ kind: v.literal('all') }),
    v.object({ kind: v.literal('granted'), user: v.string(), ranges: v.array(keyRange) }),
  ]),
  /**
   * The latest gap: a compaction took away events before we had them, so all keys were listed anew. Nothing of the list
   * is missing; what happened in between is not known.
   */
  relisted: v.nullable(v.object({ compactRevision: decimal, at: v.string() })),
});
export type KeysStatus = v.InferOutput<typeof keysStatus>;

export const treeQuery = v.object({
  connection: connectionRef,
  /** Chosen by the window, unique (a UUID): the other procedures name the tree by it. */
  tree: v.pipe(v.string(), v.minLength(8), v.maxLength(64)),
  /** What separates the segments of keys: one byte or several; empty is a flat list. */
  delimiter: bytes,
  /** Shows only keys that contain these bytes, in their folders, which are then open; empty is all keys. */
  filter: bytes,
  /** Folders that are open from the start (by path, as rows have it): for a tree that is opened again. */
  expanded: v.array(bytes),
});
export type TreeQuery = v.InferOutput<typeof treeQuery>;

/**
 * A visible row. Rows are in etcd's byte order of `path`. A folder exists because keys begin with its path; nothing is
 * written for it. Key `a` and folder `a/` are two rows. Key `a/` is the row of folder `a/` ("both").
 */
export const treeRow = v.object({
  kind: v.picklist(['key', 'folder', 'both']),
  /** The whole key; of a folder, all up to and with its delimiter. */
  path: bytes,
  /** The last segment, without the delimiter; may be empty (`a//b`). */
  label: bytes,
  /** Folders above it; 0 is the top. */
  depth: count,
  /** Keys in it at any depth, a "both"'s own included (when filtered: those that match); 1 for a key. */
  count,
  /** Of folders: whether its rows follow. */
  expanded: v.boolean(),
});
export type TreeRow = v.InferOutput<typeof treeRow>;

export const treeSummary = v.object({
  /** Keys in the tree: all that are loaded, or those that match. */
  keys: count,
  /** Keys looked at so far, of those loaded. Equal to `of` when nothing is under way. */
  searched: count,
  of: count,
  /** Whether folders are open unless closed (filtered trees, and after `expandAll` of everything). */
  expandedByDefault: v.boolean(),
});
export type TreeSummary = v.InferOutput<typeof treeSummary>;

const ofTree = { tree: v.string() };
const row = v.object({ row: count });

/** What must hold for a write to happen; checked by etcd in the same transaction. */
export const guard = v.variant('kind', [
  /** The key's mod revision is still that one. */
  v.object({ kind: v.literal('unchanged'), modRevision: decimal }),
  /** There is no such key. */
  v.object({ kind: v.literal('absent') }),
  /** Nothing: overwrites whatever is there. */
  v.object({ kind: v.literal('none') }),
]);
export type Guard = v.InferOutput<typeof guard>;

/** The lease of a key that is put. */
export const leaseChoice = v.variant('kind', [
  /** The one it has now; none for a new key. */
  v.object({ kind: v.literal('keep') }),
  v.object({ kind: v.literal('none') }),
  /** LEASE_NOT_FOUND when there is no such lease. */
  v.object({ kind: v.literal('lease'), id: leaseId }),
]);
export type LeaseChoice = v.InferOutput<typeof leaseChoice>;

/** The guard did not hold; nothing was written. `current` is the key as it is now, null when it is not there. */
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
 * Keys up to which etcd itself checks, in the transaction that deletes a prefix, that none came since it was counted.
 * The check has the server read all of them with their values, with everybody else waiting: 10,000 keys of 10 kB are
 * 100 MB. Above that they are counted again right before, and keys that took others' places are not noticed.
 */
export const MAX_CHECKED_KEYS = 10_000;

export const removePrefixResult = v.variant('kind', [
  v.object({ kind: v.literal('removed'), revision: decimal, deleted: count }),
  /** There are keys that were not there when it was counted; nothing was deleted. The new count, to confirm anew. */
  v.object({ kind: v.literal('changed'), count, revision: decimal }),
]);
export type RemovePrefixResult = v.InferOutput<typeof removePrefixResult>;

/** What the watch told last about one key since somebody asks; null is nothing yet. */
export const keyChange = v.nullable(
  v.variant('kind', [
    v.object({ kind: v.literal('put'), revision: decimal }),
    v.object({ kind: v.literal('deleted'), revision: decimal }),
    /** Events were missed: read the key again to know. */
    v.object({ kind: v.literal('unknown'), revision: decimal }),
  ]),
);
export type KeyChange = v.InferOutput<typeof keyChange>;

/**
 * Keys of a connection. All windows share one list of its keys, which is read at the first need, follows a watch, and
 * is let go of a minute after nobody looked any more.
 */
export const keys = {
  status: live(v.object({ connection: connectionRef }), keysStatus),
  /** Lists all keys anew, and asks anew what the user may read. */
  reload: procedure.input(v.object({ connection: connectionRef })).output(v.void()),

  tree: {
    ...list(treeQuery, treeRow),
    /** May be asked for before the tree is open. */
    summary: live(v.object(ofTree), treeSummary),
    /** Opens or closes a folder. One that is not there is remembered: it is open when it appears. */
    toggle: procedure.input(v.object({ ...ofTree, path: bytes, expanded: v.boolean() })).output(v.void()),
    /**
     * Opens all folders: of the whole tree (`path` null) without limit, those below one folder up to 1,000; `left` says
     * how many it left closed.
     */
    expandAll: procedure
      .input(v.object({ ...ofTree, path: v.nullable(bytes) }))
      .output(v.object({ left: count })),
    /** Closes all folders, of the whole tree or from one folder down. */
    collapseAll: procedure.input(v.object({ ...ofTree, path: v.nullable(bytes) })).output(v.void()),
    /** Opens the folders of a key, or of a folder (by its path), and says its row; null when the tree has no such. */
    reveal: procedure.input(v.object({ ...ofTree, path: bytes })).output(v.nullable(row)),
  },

  /**
   * One key as it is now, or as it was at `revision` (REVISION_COMPACTED, REVISION_FUTURE). `unasked`: the window keeps up
   * with the key by itself, so that the command log has nothing to take down.
   */
  get: procedure
    .input(v.object({ ...ofKey, revision: v.nullable(decimal), unasked: v.optional(v.boolean(), false) }))
    .output(v.object({ current: v.nullable(keyValue), revision: decimal })),
  /** Follows one key: for a window that has it open. */
  changes: live(v.object(ofKey), keyChange),
  /** Writes one key, in one transaction with its guard. REQUEST_TOO_LARGE, LEASE_NOT_FOUND, NO_SPACE, PERMISSION_DENIED. */
  put: procedure.input(v.object({ ...ofKey, value: bytes, lease: leaseChoice, guard })).output(putResult),
  /** Deletes one key, in one transaction with its guard. */
  remove: procedure.input(v.object({ ...ofKey, guard })).output(removeResult),
  /** Counts the keys that begin with `prefix`, at the cluster. KEY_EMPTY for an empty prefix. */
  countPrefix: procedure
    .input(v.object({ connection: connectionRef, prefix: bytes }))
    .output(v.object({ count, revision: decimal })),
  /** Deletes exactly the keys that begin with `prefix`, unless there are others than those confirmed. */
  removePrefix: procedure
    .input(
      v.object({
        connection: connectionRef,
        prefix: bytes,
        /** What `countPrefix` said and the user confirmed. */
        confirmed: v.object({ count, revision: decimal }),
      }),
    )
    .output(removePrefixResult),
};
