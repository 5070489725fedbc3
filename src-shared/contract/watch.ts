import * as v from 'valibot';
import { list, live, procedure } from './base';
import { bytes } from './bytes';
import { failureValue } from './failures';
import { connectionRef } from './connection-ref';
import { keyRange } from './keys';

/** A 64-bit revision, version or count, decimal. */
const decimal = v.pipe(v.string(), v.digits());
/** A lease's ID as etcd prints it: lower-case hex without leading zeros. */
const leaseId = v.pipe(v.string(), v.regex(/^[0-9a-f]{1,16}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** ISO 8601, UTC. For an event: when the app received it, since etcd does not store the time of changes. */
const at = v.string();

/** What a watch covers. An empty prefix or key is KEY_EMPTY. */
export const watchRange = v.variant('kind', [
  v.object({ kind: v.literal('all') }),
  v.object({ kind: v.literal('prefix'), key: bytes }),
  v.object({ kind: v.literal('key'), key: bytes }),
  /** Any other range; for a user who may not read more. */
  v.object({ kind: v.literal('range'), ...keyRange.entries }),
]);
export type WatchRange = v.InferOutput<typeof watchRange>;

export const watchPhase = v.variant('kind', [
  /** Served by that endpoint. */
  v.object({ kind: v.literal('live'), endpoint: v.string() }),
  /** Served, but the cluster has reached `revision` for some time, and its changes have not come yet. */
  v.object({ kind: v.literal('behind'), endpoint: v.string(), revision: decimal }),
  /** Not served now; resumes at the next revision as soon as a member serves it. */
  v.object({ kind: v.literal('resuming'), since: at, failure: v.nullable(failureValue) }),
  /** Paused for so long that further events are left at etcd; they are fetched when the pause ends. */
  v.object({ kind: v.literal('held') }),
  /**
   * Refused by etcd (the permission is gone, or the password changed). The log stays; the watch resumes at the
   * next revision once that is fixed.
   */
  v.object({ kind: v.literal('failed'), failure: failureValue }),
]);
export type WatchPhase = v.InferOutput<typeof watchPhase>;

export const watchInfo = v.object({
  id: v.string(),
  range: watchRange,
  /** The first revision that it covers. */
  from: decimal,
  startedAt: at,
  phase: watchPhase,
  /** The latest revision known to be covered; at first the one before `from`. */
  revision: decimal,
  /** Events since the start. */
  received: count,
  /** Whether new events are hidden from the log's views. */
  paused: v.boolean(),
  /** Events since it was paused; 0 when it is not. */
  waiting: count,
  /** Events that the bounded log dropped, without cleared ones. */
  dropped: count,
});
export type WatchInfo = v.InferOutput<typeof watchInfo>;

export const watchesState = v.object({ watches: v.array(watchInfo) });
export type WatchesState = v.InferOutput<typeof watchesState>;

/** What happened to a key: a PUT of a new key, a PUT of an existing key, or a DELETE. */
export const keyChanges = ['created', 'modified', 'deleted'] as const;
export const keyChange = v.picklist(keyChanges);
export type KeyChangeKind = v.InferOutput<typeof keyChange>;

/** Maximum bytes of a key or a value in a row. */
export const ROW_BYTES = 1024;
/** The first bytes of a key or a value, at most `ROW_BYTES`, and its full size. */
const cut = v.object({ bytes, size: count });
export type CutBytes = v.InferOutput<typeof cut>;

const eventRow = v.object({
  kind: v.literal('event'),
  /** Counts up from 0 within its watch. */
  seq: count,
  at,
  revision: decimal,
  change: keyChange,
  key: cut,
  /** null for a deletion. */
  value: v.nullable(cut),
  /** The previous value; null when there was none (`created`), or when a compaction removed it (any other change). */
  previous: v.nullable(cut),
  /** The key's lease, for a deleted key the one it had; null for none. */
  lease: v.nullable(leaseId),
});
export type EventRow = v.InferOutput<typeof eventRow>;

/** What happened to the watch itself. */
export const watchMarker = v.variant('kind', [
  v.object({ kind: v.literal('started'), revision: decimal, endpoint: v.string() }),
  /**
   * Resumed, `afterMs` after the loss of the previous member was noticed (a hung one is noticed within some
   * seconds). `complete`: it resumed at the next revision, so that nothing is missing.
   */
  v.object({
    kind: v.literal('resumed'),
    revision: decimal,
    endpoint: v.string(),
    afterMs: v.number(),
    complete: v.boolean(),
  }),
  /** Changes in these revisions were compacted before they arrived and can no longer be known. */
  v.object({ kind: v.literal('missed'), from: decimal, to: decimal }),
  /** Deletions made at that revision may be missing: its history was compacted, and old etcds can lose them. */
  v.object({ kind: v.literal('uncertain'), revision: decimal }),
  /**
   * The cluster was at revision `last`, and now has another history, in which it was at `revision`. The watch continues
   * after that; what happened in between can no longer be known.
   */
  v.object({ kind: v.literal('other-history'), last: decimal, revision: decimal }),
  v.object({ kind: v.literal('ended'), failure: failureValue }),
]);
export type WatchMarker = v.InferOutput<typeof watchMarker>;

const markerRow = v.object({ kind: v.literal('marker'), seq: count, at, marker: watchMarker });
export type MarkerRow = v.InferOutput<typeof markerRow>;

export const watchRow = v.variant('kind', [eventRow, markerRow]);
export type WatchRow = v.InferOutput<typeof watchRow>;

export const watchQuery = v.object({
  watch: v.string(),
  /** Shows only events with these bytes in key or value (for a deletion: the deleted value); empty for all. */
  search: bytes,
  within: v.picklist(['any', 'key', 'value']),
  /** The kinds of changes to show. Markers are always shown. */
  changes: v.array(keyChange),
});
export type WatchQuery = v.InferOutput<typeof watchQuery>;

/** One event in full. */
export const watchEvent = v.object({
  seq: count,
  at,
  revision: decimal,
  change: keyChange,
  key: bytes,
  value: v.nullable(bytes),
  /** For a deletion, these three are the key's last. */
  createRevision: v.nullable(decimal),
  version: v.nullable(decimal),
  lease: v.nullable(leaseId),
  previous: v.nullable(v.object({ value: bytes, revision: decimal })),
});
export type WatchEvent = v.InferOutput<typeof watchEvent>;

/** Maximum watches of one connection: each may use 64 MiB. */
export const MAX_WATCHES = 12;

const ofWatch = { watch: v.string() };

/**
 * Logs of changes. A watch belongs to its connection, not to a window: all windows see it, and it continues
 * without any, until it is stopped or its connection is gone. The last 100,000 events or 64 MiB are kept.
 */
export const watch = {
  /** All watches of a connection, oldest first. */
  state: live(v.object({ connection: connectionRef }), watchesState),
  /**
   * Starts a watch from the next revision on (`from` null) or from `from`: at most the next one (REVISION_FUTURE),
   * at least the oldest that is not compacted (REVISION_COMPACTED). Also KEY_EMPTY, PERMISSION_DENIED,
   * TOO_MANY_WATCHES.
   */
  start: procedure
    .input(v.object({ connection: connectionRef, range: watchRange, from: v.nullable(decimal) }))
    .output(v.object(ofWatch)),
  /** Stops a watch and discards its log. */
  stop: procedure.input(v.object(ofWatch)).output(v.void()),
  /** Hides new events, or shows those that waited. Nothing is lost meanwhile. */
  pause: procedure.input(v.object({ ...ofWatch, paused: v.boolean() })).output(v.void()),
  /** Removes what is shown, but not what waits. */
  clear: procedure.input(v.object(ofWatch)).output(v.void()),
  log: list(watchQuery, watchRow),
  /** null when the log dropped it, or it is a marker. */
  event: procedure.input(v.object({ ...ofWatch, seq: count })).output(v.nullable(watchEvent)),
};
