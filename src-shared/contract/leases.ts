import * as v from 'valibot';
import { list, live, procedure } from './base';
import { bytes } from './bytes';
import { failureValue } from './failures';
import { connectionRef } from './connection-ref';

/** A lease's ID as etcd prints it: lower-case hex without leading zeros. */
const leaseId = v.pipe(v.string(), v.regex(/^[1-9a-f][0-9a-f]{0,15}$/));
/** The IDs that one may choose: etcdctl reads no higher ones, and 0 is none. */
const choosableId = v.pipe(leaseId, v.regex(/^(?:[1-7].{15}|.{1,15})$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** ISO 8601, UTC. */
const at = v.string();

/** The longest that etcd grants, seconds (lease.MaxLeaseTTL). */
export const MAX_TTL = 9_000_000_000;
/** Most leases that one window may have in sight. */
export const MAX_SIGHT = 200;

/** How keeping a lease alive goes. */
export const keepAliveState = v.variant('kind', [
  /** Renewed every third of its time to live; last at that time. */
  v.object({ kind: v.literal('kept'), renewedAt: at }),
  /** Nobody could be asked since: it is tried again until etcd says that the lease is gone. */
  v.object({ kind: v.literal('trying'), since: at, failure: failureValue }),
  /** Over: etcd will not renew it any more. */
  v.object({ kind: v.literal('ended'), at, failure: failureValue }),
]);
export type KeepAliveState = v.InferOutput<typeof keepAliveState>;

export const leaseRow = v.object({
  id: leaseId,
  /** How long it lives; null until etcd was asked. */
  life: v.nullable(
    v.object({
      /** Seconds it was granted for. */
      grantedTtl: v.number(),
      /** Milliseconds left at the instant `at` of the row; negative while it waits for its end. */
      remainingMs: v.number(),
    }),
  ),
  /** The engine's clock when the row was made: milliseconds that only ever grow, of no known beginning. */
  at: v.number(),
  /** Keys that go with it: null until they were asked for, `denied` when the user may not read them all. */
  keys: v.nullable(v.union([count, v.literal('denied')])),
  /** null when we do not keep it alive. */
  keepAlive: v.nullable(keepAliveState),
});
export type LeaseRow = v.InferOutput<typeof leaseRow>;

/** One lease, followed. */
export const leaseState = v.variant('kind', [
  v.object({ kind: v.literal('loading') }),
  v.object({ kind: v.literal('here'), row: leaseRow }),
  /** It has ended, or never was. */
  v.object({ kind: v.literal('gone') }),
]);
export type LeaseState = v.InferOutput<typeof leaseState>;

export const leaseSorts = ['remaining', 'id', 'granted'] as const;

export const leasesQuery = v.object({
  connection: connectionRef,
  /** Chosen by the window, unique (a UUID): the other procedures name the list by it. */
  list: v.pipe(v.string(), v.minLength(8), v.maxLength(64)),
  /** Leases of which it is not known yet stand last. */
  sort: v.picklist(leaseSorts),
  descending: v.boolean(),
  /** Shows only those with these digits in their ID of 16; '' is all. */
  search: v.string(),
});
export type LeasesQuery = v.InferOutput<typeof leasesQuery>;

export const leasesStatus = v.object({
  phase: v.variant('kind', [
    v.object({ kind: v.literal('loading') }),
    v.object({ kind: v.literal('live') }),
    /** Nobody could be asked since; what is known stays. It is tried again by itself. */
    v.object({ kind: v.literal('failing'), since: at, failure: failureValue }),
  ]),
  /** All leases of the cluster. */
  count,
  /** What is kept alive, and what could not be kept until somebody has taken note of it. */
  keepAlives: v.array(v.object({ id: leaseId, state: keepAliveState })),
});
export type LeasesStatus = v.InferOutput<typeof leasesStatus>;

/** Most bytes of a key that a row of attached keys carries. */
export const LEASE_KEY_BYTES = 1024;
/** The first bytes of a key, `LEASE_KEY_BYTES` at most, and how many it has. */
export const attachedKey = v.object({ key: bytes, size: count });
export type AttachedKey = v.InferOutput<typeof attachedKey>;

const ofLease = { connection: connectionRef, id: leaseId };
const ofList = { list: v.string() };

export const attachedQuery = v.object(ofLease);
export type AttachedQuery = v.InferOutput<typeof attachedQuery>;

export const revokeResult = v.variant('kind', [
  v.object({ kind: v.literal('revoked') }),
  /** More keys go with it than were confirmed; nothing was done. The count, to confirm anew. */
  v.object({ kind: v.literal('changed'), keys: count }),
]);
export type RevokeResult = v.InferOutput<typeof revokeResult>;

/**
 * The leases of a connection. All windows share what is known of them; nobody is asked while nobody looks. Leases are
 * listed every second (any member, since etcd 3.3); how long one lives is asked for (of the leader, by way of any
 * member) once, every second while it is in sight, and when it should end.
 */
export const leases = {
  status: live(v.object({ connection: connectionRef }), leasesStatus),
  ...list(leasesQuery, leaseRow),
  /** Which rows of a list are in sight: these are kept up to date. At most `MAX_SIGHT`. */
  look: procedure.input(v.object({ ...ofList, from: count, to: count })).output(v.void()),
  /** Where a lease stands in a list now; null when it is not in it. */
  find: procedure.input(v.object({ ...ofList, id: leaseId })).output(v.nullable(v.object({ row: count }))),
  /** One lease, kept up to date as what is in sight. */
  lease: live(v.object(ofLease), leaseState),
  /** The keys that go with a lease, in etcd's order, kept up to date. */
  attached: list(attachedQuery, attachedKey),
  /**
   * Grants a lease of `ttl` seconds, which etcd lengthens when it is shorter than an election; `id` null lets etcd
   * choose one. LEASE_EXISTS, LEASE_TTL_TOO_LARGE, NO_SPACE.
   */
  grant: procedure
    .input(
      v.object({
        connection: connectionRef,
        ttl: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        id: v.nullable(choosableId),
      }),
    )
    .output(v.object({ id: leaseId, ttl: v.number() })),
  /** Renews it once; says its seconds. LEASE_NOT_FOUND. */
  keepAliveOnce: procedure.input(v.object(ofLease)).output(v.object({ ttl: v.number() })),
  /** Renews it, and goes on doing so, whatever window is open, until told to stop. LEASE_NOT_FOUND. */
  keepAlive: procedure.input(v.object(ofLease)).output(v.void()),
  /** Ends keeping it alive, or takes note of how that ended. The lease lives on for its time. */
  stopKeepAlive: procedure.input(v.object(ofLease)).output(v.void()),
  /** How many keys would go with it now; null when the user may not read them all. LEASE_NOT_FOUND. */
  countKeys: procedure.input(v.object(ofLease)).output(v.object({ keys: v.nullable(count) })),
  /** Ends a lease and its keys, unless more go with it than were confirmed (null: whatever goes). LEASE_NOT_FOUND. */
  revoke: procedure.input(v.object({ ...ofLease, confirmed: v.nullable(count) })).output(revokeResult),
};
