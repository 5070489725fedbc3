import { Failure } from '../../base/failure';
import { pause } from '../../base/live';
import { linkedAbort } from '../signals';
import type { EndpointLink } from './endpoint-link';

/** A call without an answer for so long is looked after, and then again and again. Milliseconds. */
const LOOK_AFTER_MS = 250;
const LOOK_AGAIN_MS = 1000;

export interface GuardOptions {
  readonly signal: AbortSignal | undefined;
  /** A member that does not say how it is within this time is hung. Milliseconds. */
  readonly hungAfterMs: number;
  /** Whether the call is of no use on a member that has lost its leader meanwhile. */
  readonly needsLeader: boolean;
}

/**
 * Runs one call on `link`, and gives it up when its member turns out to hang, long before its deadline: with
 * DEADLINE_EXCEEDED, or NO_LEADER. A member that is slow at it and says so is waited for.
 */
export async function guarded<T>(
  link: EndpointLink,
  send: (signal: AbortSignal) => Promise<T>,
  options: GuardOptions,
): Promise<T> {
  const abort = linkedAbort(options.signal);
  const call = send(abort.signal);
  // Given up, it still ends: by the cancellation, of which nobody needs to hear.
  call.catch(() => undefined);
  try {
    return await Promise.race([call, gaveUp(link, abort.signal, options)]);
  } finally {
    abort.abort();
    void abort.dispose();
  }
}

/** Fails when the member hangs; never ends otherwise, until `signal`. */
async function gaveUp(link: EndpointLink, signal: AbortSignal, options: GuardOptions): Promise<never> {
  const startedAt = performance.now();
  let waitMs = LOOK_AFTER_MS;
  for (;;) {
    await pause(waitMs, signal);
    if (isAborted(signal)) return never();
    waitMs = LOOK_AGAIN_MS;
    const state = await lookAfter(link, options.hungAfterMs);
    if (isAborted(signal)) return never();
    if (state === 'leaderless' && options.needsLeader)
      throw new Failure('NO_LEADER', { endpoint: link.endpoint });
    if (state !== 'hangs') continue;
    const afterMs = Math.round(performance.now() - startedAt);
    const failure = new Failure('DEADLINE_EXCEEDED', { endpoint: link.endpoint, afterMs });
    link.learn(failure);
    throw failure;
  }
}

async function lookAfter(link: EndpointLink, limitMs: number): Promise<'leads' | 'leaderless' | 'hangs'> {
  const probe = link.probe().then(
    (hasLeader) => (hasLeader ? 'leads' : 'leaderless'),
    () => 'hangs' as const,
  );
  const limit = pause(limitMs)
    // After a long block of our own, answers that have come meanwhile are taken before the time is.
    .then(() => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve))))
    .then(() => 'hangs' as const);
  return Promise.race([probe, limit]);
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
