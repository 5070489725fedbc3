import { Clipboard, RefreshCw } from '@lucide/vue';
import { t } from '../../i18n/text';
import { type Actions, useActions } from '../../actions/use-actions';
import { useMembers } from '../../members/members';
import type { RemoteMember } from '../../members/remote-members';
import { copyAnnounced } from '../../words/announce';

/** The actions on a remote member; none on its process, which is not ours. */
export function useMemberActions(): Actions<RemoteMember> {
  const members = useMembers();

  return useActions('connection.member', [
    {
      id: 'copyEndpoint',
      section: 'copy',
      title: () => t('members.copy.endpoint'),
      icon: Clipboard,
      run: ({ endpoints }) =>
        void copyAnnounced(endpoints.join(','), t('connections.remote.endpointsCopied')),
    },
    {
      id: 'copyId',
      section: 'copy',
      title: () => t('members.copy.memberId'),
      icon: Clipboard,
      applies: ({ row }) => row.status !== null,
      run: ({ row }) => void copyAnnounced(row.status?.memberId ?? '', t('members.copied.memberId')),
    },
    {
      id: 'refresh',
      section: 'ask',
      title: () => t('connections.remote.refresh'),
      icon: RefreshCw,
      run: () => void members.refresh(),
    },
  ]);
}
