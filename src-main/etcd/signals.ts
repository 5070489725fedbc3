import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';

/** An abort controller that also follows the caller's signal, until it is disposed of. */
export interface LinkedAbort extends Disposable {
  readonly signal: AbortSignal;
  abort(): void;
}

/** Unlike `AbortSignal.any`, it can stop listening to a caller's signal that lives on. */
export function linkedAbort(outer: AbortSignal | undefined): LinkedAbort {
  const controller = new AbortController();
  const abort = () => controller.abort(outer?.reason);
  if (outer?.aborted) abort();
  else outer?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    dispose: () => outer?.removeEventListener('abort', abort),
  };
}

/** `promise`, or CANCELLED as soon as `signal` aborts; the promise is then ignored. */
export function orCancelled<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  action: string,
): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new Failure('CANCELLED', { action }));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}
