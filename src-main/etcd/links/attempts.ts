import { Failure } from '../../base/failure';
import { pause } from '../../base/live';
import type { Log } from '../../base/log';
import { asFailure } from '../failures';
import { orCancelled } from '../signals';
import type { EndpointLink } from './endpoint-link';
import { guarded, type GuardOptions } from './guard';
import type { HeldWrites } from './held-writes';
import { partsOf } from './race';
import { verdictOf } from './verdict';
import { REFUSED_REST_MS } from './wire';

/** An endpoint that answered within this time is sent a write without being probed first. Milliseconds. */
export const FRESH_MS = 1000;
/** How long a member may take to answer a probe before a read moves to another member, or a write is given up. */
const READ_HUNG_MS = 500;
const WRITE_HUNG_MS = 1000;
/** A cluster that has had no leader for this long has lost its quorum, however long the call could wait. Milliseconds. */
const ELECTION_MS = 5000;
/** The members are looked at often for so long after their leader was lost. Milliseconds. */
const LEADER_LOST_MS = 10_000;
/** Pause between attempts, long enough not to disturb an election with questions. Milliseconds. */
const AGAIN_PAUSE_MS = 100;
/** The same for a cluster that has lost its quorum. */
const LEADERLESS_PAUSE_MS = 500;
/** So many refusals in a row by learners show that no endpoint is of a voter. */
const LEARNERS_MOST = 5;
/** A channel whose dial was refused repeats that error for a while; after this time it dials again. Milliseconds. */
const REDIAL_MS = REFUSED_REST_MS + 60;

/** A call in progress: its purpose and its limits. */
export interface Task {
  readonly action: string;
  /** Whether it may be repeated, as every read may. */
  readonly read: boolean;
  /** Milliseconds. The time that a write is held does not count. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/** A task, and its deadline on the client's clock. */
interface Timed extends Task {
  readonly until: number;
}

/** An endpoint to send a call to, and whether the call was held before. */
interface Picked {
  readonly link: EndpointLink;
  readonly held: boolean;
}

/** What an attempt needs from its client. */
export interface Attempting {
  pick(options: { freshMs: number; avoid?: EndpointLink }): Promise<EndpointLink>;
  readonly held: HeldWrites;
  /** Whether it is known now that nobody leads, whatever leader the members may still name. */
  readonly leaderLost: () => boolean;
  readonly clock: () => number;
  readonly log: Log;
}

/**
 * Retries until an attempt succeeds, the cluster itself refuses, or time is up. While the cluster has no leader, a write
 * that was not sent yet is held, for as long as it takes. `send` is told how many milliseconds are left.
 */
export async function attempts<T>(
  client: Attempting,
  task: Task,
  send: (link: EndpointLink, signal: AbortSignal, leftMs: number) => Promise<T>,
): Promise<T> {
  const { read, signal } = task;
  let timed: Timed = { ...task, until: client.clock() + task.deadlineMs };
  const hungAfterMs = read ? READ_HUNG_MS : WRITE_HUNG_MS;
  const guard: GuardOptions = { signal, needsLeader: read, hungAfterMs };
  let avoid: EndpointLink | null = null;
  let learners = 0;
  for (;;) {
    const picked = await pickFor(client, timed, avoid);
    const { link } = picked;
    if (picked.held) timed = { ...task, until: client.clock() + task.deadlineMs };
    try {
      const leftMs = Math.max(1, timed.until - client.clock());
      return await guarded(link, (attempt) => send(link, attempt, leftMs), guard);
    } catch (error) {
      const failure = asFailure(error);
      const verdict = verdictOf(failure);
      if (verdict !== 'elsewhere' && verdict !== 'final' && !read)
        throw outcomeUnknown(failure, link.endpoint, task.action);
      if (verdict === 'final' || verdict === 'answered') throw failure;
      learners = failure.code === 'LEARNER' ? learners + 1 : 0;
      if (learners >= LEARNERS_MOST) throw failure;
      await waitBefore(client, timed, failure, AGAIN_PAUSE_MS);
      avoid = link;
    }
  }
}

/**
 * Picks an endpoint and waits out an election: NO_LEADER when none takes place. When no endpoint answers it looks
 * twice, so as not to miss a member that was just restarted.
 */
async function pickFor(client: Attempting, task: Timed, avoid: EndpointLink | null): Promise<Picked> {
  const freshMs = task.read ? Infinity : FRESH_MS;
  const startedAt = client.clock();
  let looked = false;
  // A follower that names a dead leader would take the write and hand it to nobody.
  if (!task.read && client.leaderLost()) return { link: await heldUntilLed(client, task), held: true };
  for (;;) {
    try {
      const picking = client.pick({ freshMs, ...(avoid && { avoid }) });
      return { link: await orCancelled(picking, task.signal, task.action), held: false };
    } catch (error) {
      const failure = asFailure(error);
      const unreachable = failure.code === 'ENDPOINT_UNREACHABLE' || failure.code === 'NO_ENDPOINT';
      if (failure.code !== 'NO_LEADER' && (!unreachable || looked)) throw failure;
      if (failure.code === 'NO_LEADER' && !task.read)
        return { link: await heldUntilLed(client, task), held: true };
      if (failure.code === 'NO_LEADER' && client.clock() - startedAt >= ELECTION_MS) throw failure;
      looked = unreachable;
      await waitBefore(client, task, failure, unreachable ? REDIAL_MS : AGAIN_PAUSE_MS);
    }
  }
}

/** The endpoint to send a write to, as soon as the cluster has a leader. Fails with CANCELLED, or when none answers. */
function heldUntilLed(client: Attempting, { action, signal }: Task): Promise<EndpointLink> {
  return client.held.hold(action, signal, async (held) => {
    const startedAt = client.clock();
    for (;;) {
      const isElection = client.clock() - startedAt < ELECTION_MS;
      await pause(isElection ? AGAIN_PAUSE_MS : LEADERLESS_PAUSE_MS, held);
      if (held.aborted) throw new Failure('CANCELLED', { action });
      // Later the members themselves know that a leader is dead, and others look at them more rarely.
      if (client.clock() - startedAt < LEADER_LOST_MS && client.leaderLost()) continue;
      try {
        return await orCancelled(client.pick({ freshMs: FRESH_MS }), held, action);
      } catch (error) {
        const failure = asFailure(error);
        if (failure.code !== 'NO_LEADER') throw failure;
      }
    }
  });
}

/** Pauses before another attempt; fails with `failure` when too little time is left for one. */
async function waitBefore(
  { clock, log }: Attempting,
  { until, action, signal }: Timed,
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
