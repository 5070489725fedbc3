import { Failure } from '../../base/failure';
import { pause } from '../../base/live';
import type { Log } from '../../base/log';
import { asFailure } from '../failures';
import { orCancelled } from '../signals';
import type { EndpointLink } from './endpoint-link';
import { guarded, type GuardOptions } from './guard';
import { partsOf } from './race';
import { verdictOf } from './verdict';

/** An endpoint that answered within this time is sent a write without being probed first. Milliseconds. */
export const FRESH_MS = 1000;
/** How long a member may take to answer a probe before a read moves to another member, or a write is given up. */
const READ_HUNG_MS = 500;
const WRITE_HUNG_MS = 1000;
/** A cluster that has had no leader for this long has lost its quorum, however long the call could wait. Milliseconds. */
const ELECTION_MS = 5000;
/** Pause between attempts, long enough not to disturb an election with questions. Milliseconds. */
const AGAIN_PAUSE_MS = 100;
/** A channel that lost its connection waits up to 240 ms before it redials, and repeats its last error meanwhile. */
const REDIAL_MS = 260;

/** A call in progress: its purpose and its deadline. */
export interface Task {
  readonly action: string;
  /** Whether it may be repeated, as every read may. */
  readonly read: boolean;
  /** The deadline, on the client's clock. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** What an attempt needs from its client. */
export interface Attempting {
  pick(options: { freshMs: number; avoid?: EndpointLink }): Promise<EndpointLink>;
  readonly clock: () => number;
  readonly log: Log;
}

/** Retries until an attempt succeeds, the cluster itself refuses, or time is up. */
export async function attempts<T>(
  client: Attempting,
  task: Task,
  send: (link: EndpointLink, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { read, signal } = task;
  const hungAfterMs = read ? READ_HUNG_MS : WRITE_HUNG_MS;
  const guard: GuardOptions = { signal, needsLeader: read, hungAfterMs };
  let avoid: EndpointLink | null = null;
  for (;;) {
    const link = await pickFor(client, task, avoid);
    try {
      return await guarded(link, (attempt) => send(link, attempt), guard);
    } catch (error) {
      const failure = asFailure(error);
      const verdict = verdictOf(failure);
      if (verdict !== 'elsewhere' && verdict !== 'final' && !read)
        throw outcomeUnknown(failure, link.endpoint, task.action);
      if (verdict === 'final' || verdict === 'answered') throw failure;
      await waitBefore(client, task, failure, AGAIN_PAUSE_MS);
      avoid = link;
    }
  }
}

/**
 * Picks an endpoint and waits out an election: NO_LEADER when none takes place. When no endpoint answers it looks
 * twice, so as not to miss a member that was just restarted.
 */
async function pickFor(client: Attempting, task: Task, avoid: EndpointLink | null): Promise<EndpointLink> {
  const freshMs = task.read ? Infinity : FRESH_MS;
  const startedAt = client.clock();
  let looked = false;
  for (;;) {
    try {
      return await orCancelled(client.pick({ freshMs, ...(avoid && { avoid }) }), task.signal, task.action);
    } catch (error) {
      const failure = asFailure(error);
      const unreachable = failure.code === 'ENDPOINT_UNREACHABLE' || failure.code === 'NO_ENDPOINT';
      if (failure.code !== 'NO_LEADER' && (!unreachable || looked)) throw failure;
      if (failure.code === 'NO_LEADER' && client.clock() - startedAt >= ELECTION_MS) throw failure;
      looked = unreachable;
      await waitBefore(client, task, failure, unreachable ? REDIAL_MS : AGAIN_PAUSE_MS);
    }
  }
}

/** Pauses before another attempt; fails with `failure` when too little time is left for one. */
async function waitBefore(
  { clock, log }: Attempting,
  { until, action, signal }: Task,
  failure: Failure,
  waitMs: number,
): Promise<void> {
  if (signal?.aborted || clock() + waitMs >= until) throw failure;
  log.info('a call is retried', { action, ...failure.value });
  await pause(waitMs, signal);
  if (signal?.aborted) throw new Failure('CANCELLED', { action });
}

function outcomeUnknown(failure: Failure, endpoint: string, action: string): Failure {
  const because = [...partsOf(failure)];
  return new Failure('OUTCOME_UNKNOWN', { endpoint, action, because }, { cause: failure });
}
