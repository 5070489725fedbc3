import { watch } from 'vue';

/**
 * Waits until `source` satisfies the condition; resolves at once if it already does. Rejects with `signal`'s
 * reason.
 */
export function when<T, W extends T>(
  source: () => T,
  wanted: (value: T) => value is W,
  signal?: AbortSignal,
): Promise<W> {
  return new Promise((resolve, reject) => {
    const end = () => {
      stop();
      signal?.removeEventListener('abort', abort);
    };
    const abort = () => {
      end();
      reject(new DOMException('not wanted any more', 'AbortError'));
    };
    const look = (value: T) => {
      if (!wanted(value)) return;
      end();
      resolve(value);
    };
    const stop = watch(source, look, { flush: 'sync' });
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    else look(source());
  });
}
