import type { FailureCode, FailureData, FailureValue } from '@shared/contract/failures';

/** An expected failure, with its code of the contract. Anything else that is thrown is a bug. */
export class Failure<C extends FailureCode = FailureCode> extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: C,
    readonly data: FailureData<C>,
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(data)}`, options);
  }

  /** The failure as plain data, for a state that outlives the call. */
  get value(): FailureValue {
    return { code: this.code, data: this.data } as FailureValue;
  }
}

/** Whether the error is an expected failure rather than a bug. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Failure;
}

/** The code of a Node system error, such as ENOENT; null when it is not one. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/**
 * The causes of a failure, nearest first, for the engine's log: the text of each error, or just the code of a
 * failure. null when it has no cause.
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

/** The text of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
