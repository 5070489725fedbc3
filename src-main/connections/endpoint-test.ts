import type { ConnectionTest, EndpointReport } from '@shared/contract/connections';
import type { Disposable } from '../base/lifecycle';
import { type Live, LiveValue } from '../base/live';
import { EtcdChannel } from '../etcd/channel';
import { memberList } from '../etcd/cluster';
import type { Credentials } from '../etcd/credentials';
import { asFailure, isFailure } from '../etcd/failures';
import { KV } from '../etcd/gen/kv_pb';
import { hexId } from '../etcd/ids';
import { status } from '../etcd/maintenance';

type Outcome = EndpointReport['outcome'];

/** For all that is asked of one endpoint. Milliseconds. */
const TEST_MS = 5000;

/** Asks each endpoint by itself, all at once, as a connection would; says what each said, as it comes. */
export class EndpointTest implements Disposable {
  readonly #state: LiveValue<ConnectionTest>;
  readonly #channels: readonly EtcdChannel[];

  /** BAD_INPUT on what is no endpoint. */
  constructor(endpoints: readonly string[], credentials: Credentials) {
    const reports = endpoints.map((endpoint) => ({ endpoint, outcome: { kind: 'asking' as const } }));
    this.#state = new LiveValue<ConnectionTest>({ reports, done: endpoints.length === 0 });
    this.#channels = endpoints.map((endpoint) => new EtcdChannel(endpoint, credentials));
    this.#channels.forEach((channel, at) => {
      void ask(channel).then((outcome) => this.#report(at, outcome));
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

async function ask(channel: EtcdChannel): Promise<Outcome> {
  const until = performance.now() + TEST_MS;
  const left = () => ({ deadlineMs: Math.max(1, until - performance.now()) });
  try {
    await status(channel, left());
    await mayRead(channel, left());
    const startedAt = performance.now();
    const { header, version, leader } = await status(channel, left());
    const roundTripMs = performance.now() - startedAt;
    const memberId = header?.memberId ?? 0n;
    return {
      kind: 'ok',
      version,
      clusterId: hexId(header?.clusterId ?? 0n),
      memberId: hexId(memberId),
      memberName: await nameOf(channel, memberId, left()),
      leads: leader === memberId,
      roundTripMs,
    };
  } catch (error) {
    return { kind: 'failed', failure: asFailure(error).value };
  }
}

/**
 * Reads one key that is most likely not there, at this member alone: servers before 3.5.28 tell their status to
 * anybody, and only this shows that they want a user. That the user may not read that key is no failure.
 */
async function mayRead(channel: EtcdChannel, options: { readonly deadlineMs: number }): Promise<void> {
  try {
    const key = Uint8Array.of(0);
    await channel.unary(KV.method.range, { key, countOnly: true, serializable: true }, options);
  } catch (error) {
    if (!isFailure(error) || error.code !== 'PERMISSION_DENIED') throw error;
  }
}

/** null when it is not told: the member has never started, or is asked by somebody who may not know. */
async function nameOf(
  channel: EtcdChannel,
  memberId: bigint,
  options: { readonly deadlineMs: number },
): Promise<string | null> {
  const members = await memberList(channel, options).catch(() => []);
  const name = members.find(({ ID }) => ID === memberId)?.name ?? '';
  return name === '' ? null : name;
}
