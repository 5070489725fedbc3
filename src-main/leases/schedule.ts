import type { Expiry } from './expiry';

/** How often a lease in sight is asked for, and so how soon a renewal by somebody else shows. Milliseconds. */
const SIGHT_MS = 1000;
/** The minimum time between two requests for a lease, for any reason. Milliseconds. */
const SOONEST_MS = 100;
/** The pause after a failed attempt while nothing is known. Milliseconds. */
const AGAIN_MS = 1000;
/** An overdue lease is asked for again after as long as it is overdue, within these limits. Milliseconds. */
const OVERDUE_MS = { least: 250, most: 2000 } as const;
/** How often the keys of a lease in sight are counted; less often for many keys, because each count sends them all. */
const KEYS_MS = 5000;
const KEYS_MS_EACH = 2;
/** How often to retry without the right to read the keys, since roles change. Milliseconds. */
const DENIED_MS = 60_000;

/** What determines when a lease is asked for next. Instants in milliseconds. */
export interface AskState {
  /** When it was last asked for, whatever the outcome; null for never. */
  readonly askedAt: number | null;
  /** null while nothing is known. */
  readonly expiry: Expiry | null;
  /** When to count its keys next, if it is in sight then. */
  readonly countAt: number;
}

/**
 * When to ask for a lease next: at once if it never was, every second while it is in sight, otherwise not
 * before it should end.
 */
export function nextAsk({ askedAt, expiry, countAt }: AskState, inSight: boolean): number {
  if (askedAt === null) return -Infinity;
  if (!expiry) return askedAt + AGAIN_MS;
  const overdue = askedAt - expiry.latest;
  const wait = Math.min(Math.max(overdue, OVERDUE_MS.least), OVERDUE_MS.most);
  const atEnd = Math.max(expiry.latest, askedAt + wait);
  if (!inSight) return atEnd;
  return Math.min(atEnd, askedAt + SIGHT_MS, Math.max(countAt, askedAt + SOONEST_MS));
}

/** When to count the keys of a lease in sight next, given the count of `askedAt`. */
export function nextCount(keys: number | 'denied', askedAt: number): number {
  return askedAt + (keys === 'denied' ? DENIED_MS : Math.max(KEYS_MS, keys * KEYS_MS_EACH));
}

/** How often leases are listed; more often while one is overdue. Milliseconds. */
const LIST_MS = 1000;
const LIST_OVERDUE_MS = 250;
/** Listing takes at most one part in this many of the time. */
const LIST_SHARE = 10;
/** The pause after a failed listing. */
const LIST_AGAIN_MS = 1000;

/** How long to wait before the next listing; `tookMs` is the duration of the last one, null when it failed. */
export function listWait(tookMs: number | null, overdue: boolean): number {
  if (tookMs === null) return LIST_AGAIN_MS;
  return Math.max(overdue ? LIST_OVERDUE_MS : LIST_MS, tookMs * LIST_SHARE);
}

/** Node's timers are limited to 31 bits of milliseconds. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** How long to wait before a lease of `ttl` seconds is renewed again: a third of it, as in etcd's own client. */
export function renewalWait(ttl: number): number {
  return Math.min((ttl * 1000) / 3, LONGEST_WAIT_MS);
}
