import { errorWords } from '../../members/alarms';
import { t } from '../../i18n/text';
import type { MemberFact } from '../../members/cluster-kind';
import type { RemoteMember } from '../../members/remote-members';
import { bytesText, figureText } from '../../members/figures';
import { formatClock, formatMs, formatNumber } from '../../words/format';

/** The figures of a remote member, from its last answer. */
export function useMemberFacts(): (member: RemoteMember) => readonly MemberFact[] {
  return ({ row, endpoints, behind }) => {
    const { status } = row;
    const index = status && figureText(status.raftIndex);
    const n = behind === null ? '' : formatNumber(behind.toString());
    const plain = (label: string, value: string | null | false, copy: MemberFact['copy'] = null) => ({
      label,
      value,
      copy,
    });
    return [
      ...endpoints.map((endpoint) => plain(t('members.column.endpoint'), endpoint, 'endpoint')),
      plain(t('members.detail.member'), status && status.memberId, 'memberId'),
      plain(t('members.column.version'), status && status.version),
      plain(t('members.column.dbSize'), status && bytesText(status.dbSize)),
      plain(t('members.column.inUse'), status && bytesText(status.dbSizeInUse)),
      plain(
        t('members.detail.behind'),
        index && behind !== null ? t('members.detail.behindBy', { index, n }) : index,
      ),
      plain(t('members.column.roundTrip'), row.roundTripMs !== null && formatMs(row.roundTripMs)),
      plain(t('members.detail.answered'), row.at !== null && formatClock(row.at)),
      plain(t('members.column.errors'), status && status.errors.map(errorWords).join(', ')),
    ].flatMap(({ value, ...fact }) => (value ? [{ ...fact, value }] : []));
  };
}
