import type { Member } from '../gen/cluster_pb';
import { Cluster } from '../gen/cluster_pb';
import type { CallOptions, EtcdChannel } from '../links/channel';

/**
 * The members as the member at the other end knows them; a change that has not reached it yet is missing. It answers
 * by itself, without a quorum. A member that never started has an empty name.
 */
export async function memberList(channel: EtcdChannel, options?: CallOptions): Promise<readonly Member[]> {
  const answer = await channel.unary(Cluster.method.memberList, { linearizable: false }, options);
  return answer.members;
}
