import { isDeepStrictEqual } from 'node:util';
import type { FailureValue } from '@shared/contract/failures';
import type { MemberRow } from '@shared/contract/members';
import type { Reason } from './trouble';

/** How well the member of a living process serves. `since` is ISO 8601. */
export interface Health {
  readonly kind: 'starting' | 'up' | 'unhealthy';
  readonly since: string;
  /** Why it is unhealthy; null when it is not. */
  readonly reason: Reason | null;
  /** What came of asking it, where it does not answer; null else. */
  readonly failure: FailureValue | null;
}

export interface Seen {
  readonly row: MemberRow | undefined;
  /** Whether its own log says that it knows no leader. */
  readonly lacksLeader: boolean;
  /** Whether its data folder was deleted or replaced under it. */
  readonly dataGone: boolean;
  readonly now: Date;
  /** Whether a node that does not serve yet still has time to start. */
  readonly mayStart: boolean;
}

/**
 * The health after an observation; the same object when nothing changed. A node is starting until it first serves
 * or its time to start is over; it never becomes starting again.
 */
export function nextHealth(health: Health, seen: Seen): Health {
  const reason = reasonAgainst(seen);
  if (reason && health.kind === 'starting' && seen.mayStart) return health;
  const kind = reason ? 'unhealthy' : 'up';
  const failure = reason ? (seen.row?.failure ?? null) : null;
  const same = kind === health.kind && reason?.trouble === health.reason?.trouble;
  if (same && isDeepStrictEqual([reason, failure], [health.reason, health.failure])) return health;
  return { kind, since: same ? health.since : seen.now.toISOString(), reason, failure };
}

/** Null when the member serves: it has its data, answers, knows a leader, and has no alarm raised. */
function reasonAgainst({ row, lacksLeader, dataGone }: Seen): Reason | null {
  if (dataGone) return { trouble: 'data-gone', detail: '' };
  if (!row?.status || row.failure) {
    // Until there is a leader, a new member accepts connections but answers nothing.
    const trouble = lacksLeader ? 'no-leader' : 'no-answer';
    return { trouble, detail: '' };
  }
  const { errors, leader } = row.status;
  if (leader === null) return { trouble: 'no-leader', detail: errors.join('; ') };
  const alarm = (name: string) => errors.find((error) => error.includes(`alarm:${name}`));
  const [corrupt, noSpace] = [alarm('CORRUPT'), alarm('NOSPACE')];
  if (corrupt !== undefined) return { trouble: 'alarm-corrupt', detail: corrupt };
  return noSpace === undefined ? null : { trouble: 'alarm-nospace', detail: noSpace };
}
