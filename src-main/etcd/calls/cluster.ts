import type { Member } from '../gen/cluster_pb';
import { Cluster } from '../gen/cluster_pb';
import type { CallOptions, EtcdChannel } from '../links/channel';

/**
 * The members as the asked member knows them; a change that has not reached it yet is missing. The member answers
 * from its own state, without a quorum. A member that never started has an empty name.
 */
export async function memberList(channel: EtcdChannel, options?: CallOptions): Promise<readonly Member[]> {
  const answer = await channel.unary(Cluster.method.memberList, { linearizable: false }, options);
  return answer.members;
}
