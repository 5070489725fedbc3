import * as v from 'valibot';
import { live, procedure } from './base';
import { connectionRef } from './connection-ref';
import { failureValue } from './failures';

/** A 64-bit count or index, decimal. */
const decimal = v.pipe(v.string(), v.digits());
/** A 64-bit ID as etcd prints it: lower-case hex without leading zeros. */
const hexId = v.pipe(v.string(), v.regex(/^[0-9a-f]+$/));

const figure = v.picklist(['dbSize', 'dbSizeInUse', 'raftTerm', 'raftIndex', 'raftAppliedIndex', 'revision']);
/** A figure of a member's status that cannot be true, which is then null there. */
const impossible = v.object({
  figure,
  /** The figure as the member told it, in decimal. */
  said: v.pipe(v.string(), v.regex(/^-?\d+$/)),
  /**
   * `negative`: it is below zero. `too-large`: no cluster gets that far. `above-size`: more of the database is in use
   * than there is. `below-applied`: the member applied entries that are not committed.
   */
  why: v.picklist(['negative', 'too-large', 'above-size', 'below-applied']),
});
export type Impossible = v.InferOutput<typeof impossible>;
export type MemberFigure = Impossible['figure'];

/**
 * The status that one member reports (`Maintenance.Status`, asked of that member only). null means "this server is
 * too old to tell", or that what it tells cannot be true (`impossible`); never "zero".
 */
export const memberStatus = v.object({
  clusterId: hexId,
  memberId: hexId,
  version: v.string(),
  /** Since etcd 3.6. */
  storageVersion: v.nullable(v.string()),
  /** Bytes allocated. */
  dbSize: v.nullable(v.number()),
  /** Bytes in use; since etcd 3.4. */
  dbSizeInUse: v.nullable(v.number()),
  /** Bytes; since etcd 3.6. Negative: its quota is switched off. */
  dbSizeQuota: v.nullable(v.number()),
  /** The leader that this member follows; null when it knows none. */
  leader: v.nullable(hexId),
  isLearner: v.boolean(),
  raftTerm: v.nullable(decimal),
  raftIndex: v.nullable(decimal),
  raftAppliedIndex: v.nullable(decimal),
  /** The revision of this member's store (from the response header). */
  revision: v.nullable(decimal),
  impossible: v.array(impossible),
  errors: v.array(v.string()),
  /** Since etcd 3.6. */
  downgrade: v.nullable(v.object({ enabled: v.boolean(), target: v.string() })),
});
export type MemberStatus = v.InferOutput<typeof memberStatus>;

export const memberRow = v.object({
  endpoint: v.string(),
  /** The member's name from the member list, or the name of our node if it never answered. */
  name: v.string(),
  /** The last status; null when it never answered. It stays when a later call fails: see `failure`. */
  status: v.nullable(memberStatus),
  /** Why the latest call failed; null when it succeeded. */
  failure: v.nullable(failureValue),
  /** Round trip of the latest successful call, in milliseconds. */
  roundTripMs: v.nullable(v.number()),
  /** When the status was read, ISO 8601; null for never. */
  at: v.nullable(v.string()),
});
export type MemberRow = v.InferOutput<typeof memberRow>;

/**
 * Whether the member answers but hides its status from this user: etcd 3.5, from 3.5.28 on, shows it to users with
 * the role root only. Such a member serves everything else that the user may do.
 */
export function keepsStatus({ failure }: Pick<MemberRow, 'failure'>): boolean {
  return failure?.code === 'PERMISSION_DENIED';
}

/** An alarm that is raised: until it is disarmed, etcd refuses writes (`nospace`) or all requests (`corrupt`). */
export const alarm = v.object({ memberId: hexId, kind: v.picklist(['nospace', 'corrupt']) });
export type Alarm = v.InferOutput<typeof alarm>;

/** etcd's text for it, such as `memberID:10276657743932975437 alarm:NOSPACE `; from 3.7 on with one space or two. */
const ALARM = /memberID:(\d+)\s+alarm:(NOSPACE|CORRUPT)/;

/** The alarm that an error in a member's status tells of; null for another error. */
export function alarmIn(error: string): Alarm | null {
  const [, memberId, kind] = ALARM.exec(error) ?? [];
  if (memberId === undefined) return null;
  return { memberId: BigInt(memberId).toString(16), kind: kind === 'NOSPACE' ? 'nospace' : 'corrupt' };
}

export const membersState = v.object({
  rows: v.array(memberRow),
  /**
   * The leader named in the highest term by members that show their status now. null when there is none, it does not
   * answer itself (so it may lead no more), no member shows its status, or the endpoints lead to different clusters.
   */
  leader: v.nullable(v.object({ memberId: hexId, name: v.string(), term: decimal })),
  /** The different clusters that the endpoints lead to; null as long as there is no sign of more than one. */
  clusters: v.nullable(v.array(v.object({ clusterId: hexId, endpoints: v.array(v.string()) }))),
});
export type MembersState = v.InferOutput<typeof membersState>;

/** Writes that were not sent yet, because the cluster has no leader. */
export const heldWrites = v.object({
  writes: v.array(
    v.object({
      /** The call's name, such as Put. */
      action: v.string(),
      since: v.string(),
    }),
  ),
});
export type HeldWrites = v.InferOutput<typeof heldWrites>;

export const members = {
  /** The writes of this connection that wait for a leader, oldest first. */
  held: live(v.object({ connection: connectionRef }), heldWrites),
  /**
   * Discards the history of all keys up to the present revision, which it returns. Keeps the current values. Waits until
   * the space is free for reuse.
   */
  compact: procedure.input(v.object({ connection: connectionRef })).output(v.object({ revision: decimal })),
  /**
   * Gives the free space of one member's database back to its disk; the member does not answer meanwhile. NOT_FOUND
   * when the connection has no such endpoint.
   */
  defragment: procedure.input(v.object({ connection: connectionRef, endpoint: v.string() })).output(v.void()),
  /** Ends an alarm. */
  disarm: procedure.input(v.object({ connection: connectionRef, alarm })).output(v.void()),
  /** Cancels the writes that wait now: each fails with NOT_SENT. */
  cancelHeld: procedure.input(v.object({ connection: connectionRef })).output(v.void()),
  watch: live(v.object({ connection: connectionRef }), membersState),
  /** Asks every member now. */
  refresh: procedure.input(v.object({ connection: connectionRef })).output(v.void()),
};
