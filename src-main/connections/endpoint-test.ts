import type { ConnectionTest, EndpointReport } from '@shared/contract/connections';
import type { Disposable } from '../base/lifecycle';
import { causeText } from '../base/failure';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';
import { EtcdChannel } from '../etcd/links/channel';
import type { Credentials } from '../etcd/links/credentials';
import { asFailure, isFailure } from '../etcd/failures';
import { Cluster } from '../etcd/gen/cluster_pb';
import { KV } from '../etcd/gen/kv_pb';
import { hexId } from '../etcd/ids';
import { status } from '../etcd/calls/maintenance';

type Outcome = EndpointReport['outcome'];

/** For all that is asked of one endpoint. Milliseconds. */
const TEST_MS = 5000;

/** Asks each endpoint by itself, all at once, as a connection would; says what each said, as it comes. */
export class EndpointTest implements Disposable {
  readonly #state: LiveValue<ConnectionTest>;
  readonly #channels: readonly EtcdChannel[];

  /**
   * `credentials` are made for each endpoint: each is to know the user itself, and none waits for another that hangs.
   * BAD_INPUT on what is no endpoint, and what making them fails with.
   */
  constructor(endpoints: readonly string[], credentials: () => Credentials, log: Log) {
    const reports = endpoints.map((endpoint) => ({ endpoint, outcome: { kind: 'asking' as const } }));
    this.#state = new LiveValue<ConnectionTest>({ reports, done: endpoints.length === 0 });
    this.#channels = endpoints.map((endpoint) => new EtcdChannel(endpoint, credentials()));
    this.#channels.forEach((channel, at) => {
      void ask(channel, log).then((outcome) => this.#report(at, outcome));
    });
  }

  /** `done` in the last one. */
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
    const name = members.find(({ ID }) => ID === memberId)?.name ?? '';
    return {
      kind: 'ok',
      version: told?.version ?? null,
      clusterId: hexId(header?.clusterId ?? 0n),
      memberId: hexId(memberId),
      // One that has just been added has none yet.
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

/** From 3.5.28 until 3.6 a member tells its status to root alone: a user who may not know it is still one. */
async function unlessDenied<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isFailure(error) && error.code === 'PERMISSION_DENIED') return null;
    throw error;
  }
}

/**
 * Reads one key that is most likely not there, at this member alone: old servers tell their status and their members to
 * anybody, and only this shows that they want a user.
 */
function readNothing(channel: EtcdChannel, options: { readonly deadlineMs: number }): Promise<unknown> {
  return channel.unary(
    KV.method.range,
    { key: Uint8Array.of(0), countOnly: true, serializable: true },
    options,
  );
}
