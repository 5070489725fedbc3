import type { StatusResponse } from '../gen/maintenance_pb';
import { AlarmRequest_AlarmAction, AlarmType, Maintenance } from '../gen/maintenance_pb';
import type { CallOptions, ChannelCallOptions, EtcdChannel } from '../links/channel';

/**
 * The status of the asked member, as it reports it. Costs the member almost nothing: no disk, no Raft, and no
 * quorum needed. Needs no permission, except that from 3.5.28 and 3.6.9 on a cluster with authentication wants a
 * user. Fields that the server is too old for have their zero values.
 */
export function status(channel: EtcdChannel, options?: ChannelCallOptions): Promise<StatusResponse> {
  return channel.unary(Maintenance.method.status, {}, options);
}

/** A raised alarm; writes are refused until it is disarmed. */
export interface Alarm {
  readonly memberId: bigint;
  readonly kind: 'nospace' | 'corrupt';
}

/**
 * The alarms raised in the cluster. Any member can be asked. Each call is a proposal through Raft: it needs a
 * quorum and moves the Raft index. For one member's alarms, the `errors` of its status are enough.
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
