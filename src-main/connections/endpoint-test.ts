import type { ConnectionTest, EndpointReport } from '@shared/contract/connections';
import type { Disposable } from '../base/lifecycle';
import { causeText, isFailure } from '../base/failure';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';
import { EtcdChannel } from '../etcd/links/channel';
import type { Credentials } from '../etcd/links/credentials';
import { asFailure } from '../etcd/failures';
import { Cluster } from '../etcd/gen/cluster_pb';
import { KV } from '../etcd/gen/kv_pb';
import { hexId } from '../etcd/ids';
import { shown } from '../base/large-parts';
import { status } from '../etcd/calls/maintenance';

type Outcome = EndpointReport['outcome'];

/** The time limit for testing one endpoint. Milliseconds. */
const TEST_MS = 5000;

/**
 * Tests all endpoints at once, each by itself, the way a connection would use them. Reports each result as it
 * arrives.
 */
export class EndpointTest implements Disposable {
  readonly #state: LiveValue<ConnectionTest>;
  readonly #channels: readonly EtcdChannel[];

  /**
   * `credentials` is called for each endpoint, so that each checks the user itself and none waits for another that
   * hangs. BAD_INPUT when an endpoint is invalid; also fails as `credentials` does.
   */
  constructor(endpoints: readonly string[], credentials: () => Credentials, log: Log) {
    const reports = endpoints.map((endpoint) => ({ endpoint, outcome: { kind: 'asking' as const } }));
    this.#state = new LiveValue<ConnectionTest>({ reports, done: endpoints.length === 0 });
    this.#channels = endpoints.map((endpoint) => new EtcdChannel(endpoint, credentials()));
    this.#channels.forEach((channel, at) => {
      void ask(channel, log).then((outcome) => this.#report(at, outcome));
    });
  }

  /** The last state has `done` set. */
  get state(): Live<ConnectionTest> {
    return this.#state;
  }

  dispose(): void {
    for (const channel of this.#channels) channel.dispose();
  }

  #report(at: number, outcome: Outcome): void {
    const reports = this.#state.value.reports.map((old, index) => (index === at ? { ...old, outcome } : old));
    this.#state.value = { reports, done: reports.every((report) => report.outcome.kind !== 'asking') };
  }
}

async function ask(channel: EtcdChannel, log: Log): Promise<Outcome> {
  const until = performance.now() + TEST_MS;
  const left = () => ({ deadlineMs: Math.max(1, Math.ceil(until - performance.now())) });
  try {
    const told = await unlessDenied(status(channel, left()));
    await unlessDenied(readNothing(channel, left()));
    const startedAt = performance.now();
    const { header, members } = await channel.unary(Cluster.method.memberList, {}, left());
    const roundTripMs = performance.now() - startedAt;
    const memberId = header?.memberId ?? 0n;
    const name = shown(members.find(({ ID }) => ID === memberId)?.name ?? '');
    return {
      kind: 'ok',
      version: told && shown(told.version),
      clusterId: hexId(header?.clusterId ?? 0n),
      memberId: hexId(memberId),
      // A member that was just added has no name yet.
      memberName: name === '' ? null : name,
      leads: told && told.leader === memberId,
      roundTripMs,
    };
  } catch (error) {
    const failure = asFailure(error);
    log.info('an endpoint failed its test', { ...failure.value, cause: causeText(failure) });
    return { kind: 'failed', failure: failure.value };
  }
}

/** From 3.5.28 until 3.6 a member shows its status to root only; a user who may not see it is still valid. */
async function unlessDenied<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isFailure(error) && error.code === 'PERMISSION_DENIED') return null;
    throw error;
  }
}

/**
 * Reads a key that most likely does not exist, at this member only. Old servers show status and members to
 * anybody, so only a read shows whether they want a user.
 */
function readNothing(channel: EtcdChannel, options: { readonly deadlineMs: number }): Promise<unknown> {
  return channel.unary(
    KV.method.range,
    { key: Uint8Array.of(0), countOnly: true, serializable: true },
    options,
  );
}
