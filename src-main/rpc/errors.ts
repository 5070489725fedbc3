import { ORPCError, ValidationError } from '@orpc/server';
import { causeText, Failure } from '../base/failure';
import { inputReason } from '../base/input-reason';
import type { Log } from '../base/log';

/**
 * Converts anything that a procedure throws to what leaves the engine: a `Failure` to the contract's error with
 * its code, refused input to BAD_INPUT with the path of the field, and anything else, logged with its stack, to
 * INTERNAL_SERVER_ERROR. The app runs on its user's own machine, so the detail of a bug is theirs to read and
 * report. A failure's cause is logged and does not leave the engine; the input is not logged.
 */
export function asContractError(error: unknown, procedure: string, log: Log): Error {
  if (error instanceof Failure) {
    log.info('a call failed', { procedure, code: error.code, cause: causeText(error) });
    return new ORPCError(error.code, { data: error.data, message: error.message, cause: error });
  }
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const [issue] = error.cause.issues;
    const data = { field: fieldOf(issue?.path), reason: inputReason(issue) };
    // The reason would quote the input.
    log.info('a call failed', { procedure, code: 'BAD_INPUT', field: data.field });
    return new ORPCError('BAD_INPUT', { data, cause: error });
  }
  const bug = error instanceof ORPCError && error.cause instanceof Error ? error.cause : error;
  const message = messageOf(bug);
  const stack = bug instanceof Error ? bug.stack : undefined;
  log.error('a call failed unexpectedly', { procedure, message, stack });
  return new ORPCError('INTERNAL_SERVER_ERROR', { message, data: { procedure, stack }, cause: error });
}

/** A path like `tuning.extraFlags.0`; '' for the whole input. */
function fieldOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[] = []): string {
  return path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
}

function messageOf(bug: unknown): string {
  if (!(bug instanceof ValidationError)) return bug instanceof Error ? bug.message : String(bug);
  const [issue] = bug.issues;
  return `${bug.message}: ${fieldOf(issue?.path)} ${issue?.message ?? ''}`;
}
