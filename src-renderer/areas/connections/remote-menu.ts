import { Clipboard, Pencil, Plus, Trash2 } from '@lucide/vue';
import type { RemoteConnection } from '@shared/contract/connections';
import { computed, type Component, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { MenuItem } from '../../ui/menu';
import { copyAnnounced } from '../cluster/announce';
import { useRemotes } from './remotes';

/** The menu behind the name of a connection to a cluster elsewhere. */
export function useRemoteMenu(of: () => RemoteConnection): ComputedRef<readonly MenuItem[]> {
  const remotes = useRemotes();
  const { t } = useI18n();

  return computed(() => {
    const { id, endpoints } = of();
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
  });
}
