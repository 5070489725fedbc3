import { ORPCError } from '@orpc/client';
import { failureValue, type FailureValue } from '@shared/contract/failures';
import * as v from 'valibot';

/** Why there is no link to the engine: nobody answers, or the address that this page was opened with has expired. */
export type LinkTrouble = 'unreachable' | 'unauthorized';

/** The link to the engine broke before the call ended: nobody can say whether the engine did it. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost';

  constructor(readonly trouble: LinkTrouble = 'unreachable') {
    super('The connection to the engine was lost.');
  }
}

/**
 * The expected failure in whatever was thrown, or already is one as data; null when it is none, that is: a bug, a
 * lost link (`LinkLost`) or a cancelled call.
 */
export function failureOf(error: unknown): FailureValue | null {
  const parsed = v.safeParse(failureValue, error instanceof ORPCError ? error.toJSON() : error);
  return parsed.success ? parsed.output : null;
}
