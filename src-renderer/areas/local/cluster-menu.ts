import { Clipboard, CopyPlus, FolderOpen, Pencil, Plus, Replace, Trash2 } from '@lucide/vue';
import type { Component } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Cluster } from '@shared/contract/local';
import { engineInfo } from '../../rpc/engine';
import type { MenuItem } from '../../ui/overlays/menu';
import { copyAnnounced } from '../../words/announce';
import { isRunning } from '../../connection/running';
import { useClusters, type Question } from './state/clusters';

/** The menu behind a cluster's name. */
export function useClusterMenu(): (cluster: Cluster) => readonly MenuItem[] {
  const clusters = useClusters();
  const { t } = useI18n();

  return (cluster) => {
    const { id, folder, keepRunning } = cluster;
    const running = isRunning(cluster);
    const item = (key: string, icon: Component, run: () => void, danger = false): MenuItem => ({
      kind: 'item',
      id: key,
      label: t(`local.header.${key}`),
      icon,
      danger,
      run,
    });
    const ask = (about: Question['about']) => () => {
      clusters.asking = { about, cluster: id };
    };
    const copyFolder = () => void copyAnnounced(folder, t('local.header.folder'));
    return [
      item('rename', Pencil, ask('rename')),
      item('duplicate', CopyPlus, ask('duplicate')),
      {
        kind: 'item',
        id: 'etcd',
        label: t('local.header.etcd'),
        icon: Replace,
        hint: running ? t('local.header.etcdRunning') : undefined,
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
        label: t('local.header.keepRunning'),
        checked: keepRunning,
        disabled: clusters.busy(`keep ${id}`),
        run: () => void clusters.setKeepRunning(id, !keepRunning),
      },
      { kind: 'separator' },
      item('delete', Trash2, ask('remove'), true),
    ];
  };
}
