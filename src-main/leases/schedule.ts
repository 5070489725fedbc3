import type { Expiry } from './expiry';

/** A lease in sight is asked so often, so that a renewal by somebody else shows as soon. Milliseconds. */
const SIGHT_MS = 1000;
/** The soonest that a lease is asked for again, whatever for. Milliseconds. */
const SOONEST_MS = 100;
/** After an attempt that failed, before anything is known. Milliseconds. */
const AGAIN_MS = 1000;
/** A lease that should have ended is asked again after as long as it is overdue, between these. Milliseconds. */
const OVERDUE_MS = { least: 250, most: 2000 } as const;
/** Keys that go with a lease in sight are counted so often, and rarer when they are many: they are all sent. */
const KEYS_MS = 5000;
const KEYS_MS_EACH = 2;
/** Without the right to read them it is tried again: roles change. Milliseconds. */
const DENIED_MS = 60_000;

/** What decides when a lease is asked for next. Instants in milliseconds. */
export interface AskState {
  /** When it was asked for last, whatever came of it; null for never. */
  readonly askedAt: number | null;
  /** null while nothing is known. */
  readonly expiry: Expiry | null;
  /** When its keys are to be counted next, if it is in sight then. */
  readonly countAt: number;
}

/** When a lease is to be asked for next: at once, while in sight every second, else not before it should end. */
export function nextAsk({ askedAt, expiry, countAt }: AskState, inSight: boolean): number {
  if (askedAt === null) return -Infinity;
  if (!expiry) return askedAt + AGAIN_MS;
  const overdue = askedAt - expiry.latest;
  const wait = Math.min(Math.max(overdue, OVERDUE_MS.least), OVERDUE_MS.most);
  const atEnd = Math.max(expiry.latest, askedAt + wait);
  if (!inSight) return atEnd;
  return Math.min(atEnd, askedAt + SIGHT_MS, Math.max(countAt, askedAt + SOONEST_MS));
}

/** When the keys of a lease in sight are to be counted next, after they were found at `askedAt` to be so many. */
export function nextCount(keys: number | 'denied', askedAt: number): number {
  return askedAt + (keys === 'denied' ? DENIED_MS : Math.max(KEYS_MS, keys * KEYS_MS_EACH));
}

/** Leases are listed so often; sooner while one should have ended. Milliseconds. */
const LIST_MS = 1000;
const LIST_OVERDUE_MS = 250;
/** Listing takes at most one part in so many of the time. */
const LIST_SHARE = 10;
/** After a listing that failed. */
const LIST_AGAIN_MS = 1000;

/** How long to wait before the next listing: after one that took `tookMs`, null when it failed. */
export function listWait(tookMs: number | null, overdue: boolean): number {
  if (tookMs === null) return LIST_AGAIN_MS;
  return Math.max(overdue ? LIST_OVERDUE_MS : LIST_MS, tookMs * LIST_SHARE);
}

/** A timer of Node counts 31 bits of milliseconds. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** How long to wait before a lease of `ttl` seconds is renewed again: a third of it, as etcd's own client does. */
export function renewalWait(ttl: number): number {
  return Math.min((ttl * 1000) / 3, LONGEST_WAIT_MS);
}
