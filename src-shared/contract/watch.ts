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
/** ISO 8601, UTC. Of an event: when we received it, since etcd keeps no time of its changes. */
const at = v.string();

/** What a watch is about. A prefix or a key of no bytes is KEY_EMPTY. */
export const watchRange = v.variant('kind', [
  v.object({ kind: v.literal('all') }),
  v.object({ kind: v.literal('prefix'), key: bytes }),
  v.object({ kind: v.literal('key'), key: bytes }),
]);
export type WatchRange = v.InferOutput<typeof watchRange>;

export const watchPhase = v.variant('kind', [
  /** Followed at that endpoint. */
  v.object({ kind: v.literal('live'), endpoint: v.string() }),
  /** Not followed at the moment: it is taken up at the next revision as soon as a member serves it. */
  v.object({ kind: v.literal('resuming'), since: at, failure: v.nullable(failureValue) }),
  /** Paused for so long that what comes now is left at etcd; it is fetched when the pause ends. */
  v.object({ kind: v.literal('held') }),
  /**
   * Refused by etcd (the permission is gone, or the password is another). The log stays; once that is mended it is taken
   * up at the next revision.
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
  /** The latest revision known to be covered; that before `from` at first. */
  revision: decimal,
  /** Events since it was started. */
  received: count,
  /** Whether what comes is kept back from the log's views. */
  paused: v.boolean(),
  /** Events that came since it was paused; 0 when it is not. */
  waiting: count,
  /** Events that fell out of the bounded log, cleared ones not counted. */
  dropped: count,
});
export type WatchInfo = v.InferOutput<typeof watchInfo>;

export const watchesState = v.object({ watches: v.array(watchInfo) });
export type WatchesState = v.InferOutput<typeof watchesState>;

/** What happened to a key: a PUT of a key that was not there, one that was, or a DELETE. */
export const keyChanges = ['created', 'modified', 'deleted'] as const;
export const keyChange = v.picklist(keyChanges);
export type KeyChangeKind = v.InferOutput<typeof keyChange>;

/** Most bytes of a key or a value that a row carries. */
export const ROW_BYTES = 1024;
/** The first bytes of a key or a value, `ROW_BYTES` at most, and how many it has. */
const cut = v.object({ bytes, size: count });
export type CutBytes = v.InferOutput<typeof cut>;

const eventRow = v.object({
  kind: v.literal('event'),
  /** Counts up from 0 in its watch. */
  seq: count,
  at,
  revision: decimal,
  change: keyChange,
  key: cut,
  /** null for a deletion. */
  value: v.nullable(cut),
  /** The value before; null when there was none, or when a compaction took it. */
  previous: v.nullable(cut),
  /** The lease of the key, of a deleted one that it had; null for none. */
  lease: v.nullable(leaseId),
});
export type EventRow = v.InferOutput<typeof eventRow>;

/** What happened to the watch itself. */
export const watchMarker = v.variant('kind', [
  v.object({ kind: v.literal('started'), revision: decimal, endpoint: v.string() }),
  /**
   * Taken up again, `afterMs` after it was noticed that the member before was lost (a hung one is noticed within some
   * seconds). `complete`: at the next revision after the last it had, so that nothing is missing.
   */
  v.object({
    kind: v.literal('resumed'),
    revision: decimal,
    endpoint: v.string(),
    afterMs: v.number(),
    complete: v.boolean(),
  }),
  /** Whatever changed in these revisions was compacted before we had it: it cannot be known any more. */
  v.object({ kind: v.literal('missed'), from: decimal, to: decimal }),
  v.object({ kind: v.literal('ended'), failure: failureValue }),
]);
export type WatchMarker = v.InferOutput<typeof watchMarker>;

const markerRow = v.object({ kind: v.literal('marker'), seq: count, at, marker: watchMarker });
export type MarkerRow = v.InferOutput<typeof markerRow>;

export const watchRow = v.variant('kind', [eventRow, markerRow]);
export type WatchRow = v.InferOutput<typeof watchRow>;

export const watchQuery = v.object({
  watch: v.string(),
  /** Shows only events with these bytes in key or value (of a deletion: the value that went); empty is all. */
  search: bytes,
  within: v.picklist(['any', 'key', 'value']),
  /** Kinds of changes that are shown. Markers always are. */
  changes: v.array(keyChange),
});
export type WatchQuery = v.InferOutput<typeof watchQuery>;

/** One event as a whole. */
export const watchEvent = v.object({
  seq: count,
  at,
  revision: decimal,
  change: keyChange,
  key: bytes,
  value: v.nullable(bytes),
  /** Of a deletion these three are the key's last. */
  createRevision: v.nullable(decimal),
  version: v.nullable(decimal),
  lease: v.nullable(leaseId),
  previous: v.nullable(v.object({ value: bytes, revision: decimal })),
});
export type WatchEvent = v.InferOutput<typeof watchEvent>;

/** Most watches of one connection: each may hold 64 MiB. */
export const MAX_WATCHES = 12;

const ofWatch = { watch: v.string() };

/**
 * Logs of what changes. A watch belongs to its connection, not to a window: all windows see it, and it goes on while
 * none does, until it is stopped or its connection is gone. The last 100,000 events or 64 MiB are kept.
 */
export const watch = {
  /** All watches of a connection, oldest first. */
  state: live(v.object({ connection: connectionRef }), watchesState),
  /**
   * Starts one from the next revision on (`from` null) or from `from`: up to the next one (REVISION_FUTURE), down to
   * the oldest that is not compacted (REVISION_COMPACTED). Also KEY_EMPTY, PERMISSION_DENIED, TOO_MANY_WATCHES.
   */
  start: procedure
    .input(v.object({ connection: connectionRef, range: watchRange, from: v.nullable(decimal) }))
    .output(v.object(ofWatch)),
  /** Ends it and forgets its log. */
  stop: procedure.input(v.object(ofWatch)).output(v.void()),
  /** Keeps back what comes, or shows what waited. Nothing is lost meanwhile. */
  pause: procedure.input(v.object({ ...ofWatch, paused: v.boolean() })).output(v.void()),
  /** Forgets what is shown; not what waits. */
  clear: procedure.input(v.object(ofWatch)).output(v.void()),
  log: list(watchQuery, watchRow),
  /** null when it fell out of the log, or is a marker. */
  event: procedure.input(v.object({ ...ofWatch, seq: count })).output(v.nullable(watchEvent)),
};
