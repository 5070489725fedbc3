import { Cluster } from '../gen/cluster_pb';
import { shown } from '../../base/large-parts';
import { MOST_MEMBERS } from '../limits';
import type { CallOptions, EtcdChannel } from '../links/channel';

export interface NamedMember {
  readonly ID: bigint;
  readonly name: string;
}

/**
 * The members as the asked member knows them; a change that has not reached it yet is missing. The member answers
 * from its own state, without a quorum. A member that never started has an empty name. Returns the first thousand
 * members, with the beginning of a long name.
 */
export async function memberList(
  channel: EtcdChannel,
  options?: CallOptions,
): Promise<readonly NamedMember[]> {
  const answer = await channel.unary(Cluster.method.memberList, { linearizable: false }, options);
  return answer.members.slice(0, MOST_MEMBERS).map(({ ID, name }) => ({ ID, name: shown(name) }));
}
