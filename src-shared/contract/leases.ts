import * as v from 'valibot';
import { list, live, procedure } from './base';
import { bytes } from './bytes';
import { failureValue } from './failures';
import { connectionRef } from './connection-ref';

/** A lease's ID as etcd prints it: lower-case hex without leading zeros. */
const leaseId = v.pipe(v.string(), v.regex(/^[1-9a-f][0-9a-f]{0,15}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** ISO 8601, UTC. */
const at = v.string();

/** The longest TTL that etcd grants, in seconds (lease.MaxLeaseTTL). */
export const MAX_TTL = 9_000_000_000;
/** Leases that are tracked, at most; of more, those with the lowest IDs. */
export const MAX_LEASES = 100_000;
/** Maximum leases in sight in one window. */
export const MAX_SIGHT = 200;

/** The state of keeping a lease alive. */
export const keepAliveState = v.variant('kind', [
  /** Renewed every third of its TTL; `renewedAt` is the last time. */
  v.object({ kind: v.literal('kept'), renewedAt: at }),
  /** Nobody has answered since then; it retries until etcd says that the lease is gone. */
  v.object({ kind: v.literal('trying'), since: at, failure: failureValue }),
  /** Ended: etcd will not renew the lease any more. */
  v.object({ kind: v.literal('ended'), at, failure: failureValue }),
]);
export type KeepAliveState = v.InferOutput<typeof keepAliveState>;

export const leaseRow = v.object({
  id: leaseId,
  /** Its remaining time; null until etcd was asked. */
  life: v.nullable(
    v.object({
      /** The granted TTL, in seconds. */
      grantedTtl: v.number(),
      /** Milliseconds left at the instant `at` of the row; negative while etcd has not ended it yet. */
      remainingMs: v.number(),
    }),
  ),
  /** The engine's clock when the row was made: milliseconds, monotonic, with an arbitrary start. */
  at: v.number(),
  /** The number of attached keys: null until asked for, `denied` when the user may not read them all. */
  keys: v.nullable(v.union([count, v.literal('denied')])),
  /** null when this app does not keep it alive. */
  keepAlive: v.nullable(keepAliveState),
});
export type LeaseRow = v.InferOutput<typeof leaseRow>;

/** The state of one lease. */
export const leaseState = v.variant('kind', [
  v.object({ kind: v.literal('loading') }),
  v.object({ kind: v.literal('here'), row: leaseRow }),
  /** It has ended, or never existed. */
  v.object({ kind: v.literal('gone') }),
]);
export type LeaseState = v.InferOutput<typeof leaseState>;

export const leaseSorts = ['remaining', 'id', 'granted'] as const;

export const leasesQuery = v.object({
  connection: connectionRef,
  /** A unique name chosen by the window (a UUID), by which other procedures refer to the list. */
  list: v.pipe(v.string(), v.minLength(8), v.maxLength(64)),
  /** Leases whose value is not known yet come last. */
  sort: v.picklist(leaseSorts),
  descending: v.boolean(),
  /** Shows only leases with these digits in their 16-digit hex ID, or with this decimal ID; '' for all. */
  search: v.string(),
});
export type LeasesQuery = v.InferOutput<typeof leasesQuery>;

export const leasesStatus = v.object({
  phase: v.variant('kind', [
    v.object({ kind: v.literal('loading') }),
    v.object({ kind: v.literal('live') }),
    /** Nobody has answered since then; known data stays. It retries by itself. */
    v.object({ kind: v.literal('failing'), since: at, failure: failureValue }),
  ]),
  /** All leases of the cluster, including those above MAX_LEASES. */
  count,
  /** Leases kept alive, and those that could not be, until the user has acknowledged it. */
  keepAlives: v.array(v.object({ id: leaseId, state: keepAliveState })),
});
export type LeasesStatus = v.InferOutput<typeof leasesStatus>;

/** Maximum bytes of a key in a row of attached keys. */
export const LEASE_KEY_BYTES = 1024;
/** The first bytes of a key, at most `LEASE_KEY_BYTES`, and its full size. */
export const attachedKey = v.object({ key: bytes, size: count });
export type AttachedKey = v.InferOutput<typeof attachedKey>;

const ofLease = { connection: connectionRef, id: leaseId };
const ofList = { list: v.string() };

export const attachedQuery = v.object(ofLease);
export type AttachedQuery = v.InferOutput<typeof attachedQuery>;

export const revokeResult = v.variant('kind', [
  v.object({ kind: v.literal('revoked') }),
  /** More keys are attached than were confirmed; nothing was done. Has the new count, to be confirmed again. */
  v.object({ kind: v.literal('changed'), keys: count }),
]);
export type RevokeResult = v.InferOutput<typeof revokeResult>;

/**
 * The leases of a connection. All windows share the data; etcd is not asked while nobody uses it. Leases are
 * listed every second (by any member, since etcd 3.3). The remaining time of a lease comes from the leader,
 * through any member: it is requested once, every second while the lease is in sight, and when it should end.
 */
export const leases = {
  status: live(v.object({ connection: connectionRef }), leasesStatus),
  ...list(leasesQuery, leaseRow),
  /** Declares which rows of a list are in sight: these are kept up to date. At most `MAX_SIGHT`. */
  look: procedure.input(v.object({ ...ofList, from: count, to: count })).output(v.void()),
  /** The current row of a lease in a list; null when it is not in it. */
  find: procedure.input(v.object({ ...ofList, id: leaseId })).output(v.nullable(v.object({ row: count }))),
  /** One lease, updated like those in sight. */
  lease: live(v.object(ofLease), leaseState),
  /** The keys attached to a lease, in etcd's order, kept up to date. */
  attached: list(attachedQuery, attachedKey),
  /**
   * Grants a lease of `ttl` seconds, which etcd extends when it is shorter than an election; with `id` null etcd
   * chooses the ID. LEASE_EXISTS, LEASE_TTL_TOO_LARGE, NO_SPACE.
   */
  grant: procedure
    .input(
      v.object({
        connection: connectionRef,
        ttl: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        id: v.nullable(leaseId),
      }),
    )
    .output(v.object({ id: leaseId, ttl: v.number() })),
  /** Renews a lease once; returns its new TTL in seconds. LEASE_NOT_FOUND. */
  keepAliveOnce: procedure.input(v.object(ofLease)).output(v.object({ ttl: v.number() })),
  /** Renews a lease now and keeps renewing it, with or without a window, until told to stop. LEASE_NOT_FOUND. */
  keepAlive: procedure.input(v.object(ofLease)).output(v.void()),
  /** Stops keeping a lease alive, or acknowledges that this has ended. The lease lives on for its remaining time. */
  stopKeepAlive: procedure.input(v.object(ofLease)).output(v.void()),
  /** How many keys are attached now; null when the user may not read them all. LEASE_NOT_FOUND. */
  countKeys: procedure.input(v.object(ofLease)).output(v.object({ keys: v.nullable(count) })),
  /**
   * Revokes a lease and deletes its keys, unless more are attached than were confirmed (null: any number).
   * LEASE_NOT_FOUND.
   */
  revoke: procedure.input(v.object({ ...ofLease, confirmed: v.nullable(count) })).output(revokeResult),
};
