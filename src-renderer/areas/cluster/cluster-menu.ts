import { Clipboard, CopyPlus, FolderOpen, Pencil, Plus, Replace, Trash2 } from '@lucide/vue';
import { computed, type Component, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Cluster } from '@shared/contract/local';
import { engineInfo } from '../../rpc/engine';
import type { MenuItem } from '../../ui/menu';
import { copyAnnounced } from './announce';
import { isRunning } from './choice';
import { useClusters, type Question } from './clusters';

/** The menu behind a cluster's name. */
export function useClusterMenu(of: () => Cluster): ComputedRef<readonly MenuItem[]> {
  const clusters = useClusters();
  const { t } = useI18n();

  return computed(() => {
    const cluster = of();
    const { id, folder, keepRunning } = cluster;
    const running = isRunning(cluster);
    const item = (key: string, icon: Component, run: () => void, danger = false): MenuItem => ({
      kind: 'item',
      id: key,
      label: t(`cluster.header.${key}`),
      icon,
      danger,
      run,
    });
    const ask = (about: Question['about']) => () => {
      clusters.asking = { about, cluster: id };
    };
    const copyFolder = () => void copyAnnounced(folder, t('cluster.header.folder'));
    return [
      item('rename', Pencil, ask('rename')),
      item('duplicate', CopyPlus, ask('duplicate')),
      {
        kind: 'item',
        id: 'etcd',
        label: t('cluster.header.etcd'),
        icon: Replace,
        hint: running ? t('cluster.header.etcdRunning') : undefined,
        disabled: running,
        run: ask('etcd'),
      },
      item('new', Plus, () => clusters.openCreate()),
      { kind: 'separator' },
      ...(engineInfo.value?.canOpenFolders
        ? [item('openFolder', FolderOpen, () => void clusters.openFolder(id, null))]
        : []),
      item('copyFolder', Clipboard, copyFolder),
      {
        kind: 'check',
        id: 'keepRunning',
        label: t('cluster.header.keepRunning'),
        checked: keepRunning,
        disabled: clusters.busy(`keep ${id}`),
        run: () => void clusters.setKeepRunning(id, !keepRunning),
      },
      { kind: 'separator' },
      item('delete', Trash2, ask('remove'), true),
    ];
  });
}
