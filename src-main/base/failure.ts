import type { FailureCode, FailureData, FailureValue } from '@shared/contract/failures';

/** An expected failure on its way to the contract. Anything else that is thrown is a bug. */
export class Failure<C extends FailureCode = FailureCode> extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: C,
    readonly data: FailureData<C>,
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(data)}`, options);
  }

  /** The same as data, for a state that outlives the call. */
  get value(): FailureValue {
    return { code: this.code, data: this.data } as FailureValue;
  }
}

/** The code of a Node system error, such as ENOENT; null when it is not one. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/**
 * What lies behind a failure, the nearest first, for the engine's log: the text of each error, of a failure its code alone.
 * null when nothing does.
 */
export function causeText(failure: Error): string | null {
  const causes: string[] = [];
  let cause: unknown = failure.cause;
  while (cause !== undefined && causes.length < MOST_CAUSES) {
    causes.push(cause instanceof Failure ? cause.value.code : errorText(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes.length === 0 ? null : causes.join(' < ');
}

const MOST_CAUSES = 5;

/** The text of whatever was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
