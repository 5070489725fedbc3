import { ORPCError } from '@orpc/client';
import { failureValue, type FailureValue } from '@shared/contract/failures';
import * as v from 'valibot';

/** Why the link to the engine is down: nothing answers, or the address this page was opened with has expired. */
export type LinkTrouble = 'unreachable' | 'unauthorized';

/** The link to the engine broke before the call ended, so the outcome of the call is unknown. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost';

  constructor(readonly trouble: LinkTrouble = 'unreachable') {
    super('The connection to the engine was lost.');
  }
}

/**
 * Returns the expected failure in a thrown value, or in one that is already data. Returns null for a bug, a
 * lost link (`LinkLost`) or a cancelled call.
 */
export function failureOf(error: unknown): FailureValue | null {
  const parsed = v.safeParse(failureValue, error instanceof ORPCError ? error.toJSON() : error);
  return parsed.success ? parsed.output : null;
}
