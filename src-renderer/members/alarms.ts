import { type Alarm, alarmIn, type MemberRow, type MembersState } from '@shared/contract/members';
import { t } from '../i18n/text';

/** An alarm, and the name of the member that raised it, or its ID where that is not known. */
export interface NamedAlarm {
  readonly alarm: Alarm;
  readonly name: string;
}

/** The alarms that members which answer tell of, each once. */
export function alarmsOf(state: MembersState | null): readonly NamedAlarm[] {
  const rows = (state?.rows ?? []).filter(({ failure }) => failure === null);
  const alarms = rows.flatMap(({ status }) => status?.errors.flatMap((error) => alarmIn(error) ?? []) ?? []);
  const once = new Map(alarms.map((alarm) => [`${alarm.kind} ${alarm.memberId}`, alarm]));
  return [...once.values()].map((alarm) => ({ alarm, name: nameOf(alarm.memberId, rows) }));
}

function nameOf(memberId: string, rows: readonly MemberRow[]): string {
  return rows.find(({ status }) => status?.memberId === memberId)?.name ?? memberId;
}

/** An error of a member's status. An alarm has its member's ID in hex, as everywhere else. */
export function errorWords(error: string): string {
  const alarm = alarmIn(error);
  return alarm
    ? t('members.alarm.named', { member: alarm.memberId, alarm: alarm.kind.toUpperCase() })
    : error.trim();
}
