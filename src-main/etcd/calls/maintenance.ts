import type { StatusResponse } from '../gen/maintenance_pb';
import { AlarmRequest_AlarmAction, AlarmType, Maintenance } from '../gen/maintenance_pb';
import type { CallOptions, ChannelCallOptions, EtcdChannel } from '../links/channel';

/**
 * What the member at the other end says of itself. Costs it next to nothing: no disk, no Raft; it answers without a
 * quorum too. Needs no permission, but from 3.5.28 and 3.6.9 on a user where the cluster has users. Fields that the server is too old for are at their zero values.
 */
export function status(channel: EtcdChannel, options?: ChannelCallOptions): Promise<StatusResponse> {
  return channel.unary(Maintenance.method.status, {}, options);
}

/** An alarm that is raised: writes are refused until it is disarmed. */
export interface Alarm {
  readonly memberId: bigint;
  readonly kind: 'nospace' | 'corrupt';
}

/**
 * The alarms raised in the cluster. Any member can be asked, and each such question is a proposal through Raft: it
 * needs a quorum and moves the Raft index. To know of one member's alarms its status' `errors` is enough.
 */
export async function alarms(channel: EtcdChannel, options?: CallOptions): Promise<readonly Alarm[]> {
  const answer = await channel.unary(
    Maintenance.method.alarm,
    { action: AlarmRequest_AlarmAction.GET, memberID: 0n, alarm: AlarmType.NONE },
    options,
  );
  return answer.alarms.flatMap(({ memberID, alarm }) => {
    const kind = alarmKinds.get(alarm);
    return kind === undefined ? [] : [{ memberId: memberID, kind }];
  });
}

const alarmKinds: ReadonlyMap<AlarmType, Alarm['kind']> = new Map([
  [AlarmType.NOSPACE, 'nospace'],
  [AlarmType.CORRUPT, 'corrupt'],
]);
