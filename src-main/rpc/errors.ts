import { ORPCError, ValidationError } from '@orpc/server';
import { causeText, Failure } from '../base/failure';
import type { Log } from '../base/log';

/**
 * What leaves the engine for whatever a procedure threw: a `Failure` as the contract's error of its code, refused input
 * as BAD_INPUT with the path of the field, and all else, logged with its stack, as INTERNAL_SERVER_ERROR. This is an
 * app on its user's own machine: the detail of a bug is for them, to read and to report. A failure's cause does not leave
 * the engine, and is logged; what was sent is not.
 */
export function asContractError(error: unknown, procedure: string, log: Log): Error {
  if (error instanceof Failure) {
    log.info('a call failed', { procedure, code: error.code, cause: causeText(error) });
    return new ORPCError(error.code, { data: error.data, message: error.message, cause: error });
  }
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const [issue] = error.cause.issues;
    const data = { field: fieldOf(issue?.path), reason: issue?.message ?? 'not valid' };
    // The reason quotes what was sent.
    log.info('a call failed', { procedure, code: 'BAD_INPUT', field: data.field });
    return new ORPCError('BAD_INPUT', { data, cause: error });
  }
  const bug = error instanceof ORPCError && error.cause instanceof Error ? error.cause : error;
  const message = messageOf(bug);
  const stack = bug instanceof Error ? bug.stack : undefined;
  log.error('a call failed unexpectedly', { procedure, message, stack });
  return new ORPCError('INTERNAL_SERVER_ERROR', { message, data: { procedure, stack }, cause: error });
}

/** A path like `tuning.extraFlags.0`; '' is the whole input. */
function fieldOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[] = []): string {
  return path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
}

function messageOf(bug: unknown): string {
  if (!(bug instanceof ValidationError)) return bug instanceof Error ? bug.message : String(bug);
  const [issue] = bug.issues;
  return `${bug.message}: ${fieldOf(issue?.path)} ${issue?.message ?? ''}`;
}
