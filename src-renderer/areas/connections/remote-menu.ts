import { Clipboard, Pencil, Plus, Trash2 } from '@lucide/vue';
import type { RemoteConnection } from '@shared/contract/connections';
import type { Component } from 'vue';
import { useI18n } from 'vue-i18n';
import type { MenuItem } from '../../ui/overlays/menu';
import { copyAnnounced } from '../../words/announce';
import { useRemotes } from '../../connection/remotes';

/** The menu behind the name of a connection to a cluster elsewhere. */
export function useRemoteMenu(): (connection: RemoteConnection) => readonly MenuItem[] {
  const remotes = useRemotes();
  const { t } = useI18n();

  return ({ id, endpoints }) => {
    const item = (key: string, icon: Component, run: () => void, danger = false): MenuItem => ({
      kind: 'item',
      id: key,
      label: t(`connections.remote.${key}`),
      icon,
      danger,
      run,
    });
    return [
      item('edit', Pencil, () => (remotes.asking = { about: 'edit', id })),
      item('new', Plus, () => (remotes.asking = { about: 'create' })),
      item('copyEndpoints', Clipboard, () => {
        void copyAnnounced(endpoints.join(','), t('connections.remote.endpoints'));
      }),
      { kind: 'separator' },
      item('delete', Trash2, () => (remotes.asking = { about: 'remove', id }), true),
    ];
  };
}
