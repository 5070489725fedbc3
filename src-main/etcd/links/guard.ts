import { Failure } from '../../base/failure';
import { pause } from '../../base/live';
import { linkedAbort } from '../signals';
import type { EndpointLink } from './endpoint-link';

/** A call without an answer for this long, and two round trips, has its member probed, repeatedly. Milliseconds. */
const LOOK_AFTER_MS = 250;
const LOOK_AGAIN_MS = 1000;

export interface GuardOptions {
  readonly signal: AbortSignal | undefined;
  /** On a link without delay, a member that does not answer a probe within this time is hung. Milliseconds. */
  readonly hungAfterMs: number;
  /** Whether the call is useless once its member has lost its leader. */
  readonly needsLeader: boolean;
}

/**
 * Runs one call on `link`, and gives up long before its deadline when the member turns out to hang:
 * DEADLINE_EXCEEDED or NO_LEADER. Keeps waiting for a member that is slow but still answers probes.
 */
export async function guarded<T>(
  link: EndpointLink,
  send: (signal: AbortSignal) => Promise<T>,
  options: GuardOptions,
): Promise<T> {
  const abort = linkedAbort(options.signal);
  const call = send(abort.signal);
  // The cancelled call still rejects; ignore that.
  call.catch(() => undefined);
  try {
    return await Promise.race([call, gaveUp(link, abort.signal, options)]);
  } finally {
    abort.abort();
    void abort.dispose();
  }
}

/** Rejects when the member hangs; otherwise stays pending until `signal`. */
async function gaveUp(link: EndpointLink, signal: AbortSignal, options: GuardOptions): Promise<never> {
  const startedAt = performance.now();
  const { patience } = link;
  let waitMs = LOOK_AFTER_MS + 2 * patience.roundTripMs;
  for (;;) {
    await pause(waitMs, signal);
    if (isAborted(signal)) return never();
    waitMs = LOOK_AGAIN_MS;
    const state = await lookAfter(link, patience.answerMs(options.hungAfterMs));
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
    // After our own event loop was blocked, handle answers that arrived meanwhile before judging by time.
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
