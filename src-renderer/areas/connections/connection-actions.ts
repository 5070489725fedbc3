import { Clipboard, Pencil, Plus, Trash2 } from '@lucide/vue';
import type { RemoteConnection } from '@shared/contract/connections';
import { t } from '../../i18n/text';
import { type Actions, useActions } from '../../actions/use-actions';
import { useRemotes } from '../../connection/remotes';
import { copyAnnounced } from '../../words/announce';

/** The actions on a connection to a remote cluster. */
export function useConnectionActions(): Actions<RemoteConnection> {
  const remotes = useRemotes();

  return useActions('connection', [
    {
      id: 'edit',
      section: 'edit',
      title: () => t('connections.remote.edit'),
      command: t('connections.command.edit'),
      icon: Pencil,
      run: ({ id }) => (remotes.asking = { about: 'edit', id }),
    },
    {
      id: 'new',
      section: 'edit',
      title: () => t('connections.remote.new'),
      icon: Plus,
      run: () => (remotes.asking = { about: 'create' }),
    },
    {
      id: 'copyEndpoints',
      section: 'edit',
      title: () => t('connections.remote.copyEndpoints'),
      icon: Clipboard,
      run: ({ endpoints }) =>
        void copyAnnounced(endpoints.join(','), t('connections.remote.endpointsCopied')),
    },
    {
      id: 'remove',
      section: 'remove',
      title: () => t('connections.remote.delete'),
      command: t('connections.command.remove'),
      icon: Trash2,
      destroys: true,
      run: ({ id }) => (remotes.asking = { about: 'remove', id }),
    },
  ]);
}
