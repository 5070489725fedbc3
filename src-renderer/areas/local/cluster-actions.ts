import { Clipboard, CopyPlus, FolderOpen, Pencil, Play, Plus, Replace, Square, Trash2 } from '@lucide/vue';
import type { Cluster } from '@shared/contract/local';
import { t } from '../../i18n/text';
import type { Action } from '../../actions/action';
import { type Actions, useActions } from '../../actions/use-actions';
import { isAlive, isRunning } from '../../connection/running';
import { leaderOf } from '../../members/nodes';
import { engineInfo } from '../../rpc/engine';
import { copyAnnounced } from '../../words/announce';
import { KillIcon } from './node/action-look';
import { useNodeActions } from './node/use-node-actions';
import { useNodes } from './node/use-nodes';
import { useClusters, type Question } from './state/clusters';

/** The actions in the menu of a cluster's name; those on its processes have their own buttons. */
export const menuOfCluster: readonly string[] = [
  'rename',
  'duplicate',
  'etcd',
  'new',
  'openFolder',
  'copyFolder',
  'keepRunning',
  'remove',
];

/** The nodes of a cluster that are not running. */
export function stoppedNodes({ nodes }: Cluster): readonly string[] {
  return nodes.filter((node) => !isAlive(node)).map(({ name }) => name);
}

/** The actions on a local cluster as a whole. */
export function useClusterActions(): Actions<Cluster> {
  const clusters = useClusters();
  const { nodes } = useNodes();
  const node = useNodeActions();
  const leader = () => leaderOf(nodes.value);

  const asks = (
    about: Question['about'],
    action: Omit<Action<Cluster>, 'id' | 'run' | 'command'>,
  ): Action<Cluster> => ({
    ...action,
    id: about,
    command: t(`local.command.${about}`),
    run: ({ id }) => (clusters.asking = { about, cluster: id }),
  });

  const all: readonly Action<Cluster>[] = [
    {
      id: 'start',
      section: 'process',
      title: () => t('local.header.start'),
      command: t('local.command.start'),
      icon: Play,
      applies: (cluster) => !isRunning(cluster),
      run: ({ id }) => void clusters.start(id),
    },
    {
      id: 'startRest',
      section: 'process',
      title: () => t('local.header.startRest'),
      command: t('local.command.startRest'),
      icon: Play,
      applies: (cluster) => isRunning(cluster) && stoppedNodes(cluster).length > 0,
      run: (cluster) => void clusters.startNodes(cluster.id, stoppedNodes(cluster)),
    },
    {
      id: 'killLeader',
      section: 'process',
      title: () => t('local.header.killLeader'),
      command: t('local.command.killLeader'),
      hint: () => t('local.header.killLeaderHint', { node: leader()?.name ?? '' }),
      icon: KillIcon,
      destroys: true,
      hindrance: () => (leader() ? null : t('local.header.noLeader')),
      run: () => {
        const view = leader();
        if (view) node.run('kill', view);
      },
    },
    {
      id: 'stop',
      section: 'process',
      title: () => t('local.header.stop'),
      command: t('local.command.stop'),
      icon: Square,
      hindrance: (cluster) => (isRunning(cluster) ? null : t('local.header.notRunning')),
      run: ({ id }) => void clusters.stop(id),
    },
    asks('rename', { section: 'shape', title: () => t('local.header.rename'), icon: Pencil }),
    asks('duplicate', { section: 'shape', title: () => t('local.header.duplicate'), icon: CopyPlus }),
    asks('etcd', {
      section: 'shape',
      title: () => t('local.header.etcd'),
      icon: Replace,
      hindrance: (cluster) => (isRunning(cluster) ? t('local.header.etcdRunning') : null),
    }),
    {
      id: 'new',
      section: 'shape',
      title: () => t('local.header.new'),
      icon: Plus,
      run: () => clusters.openCreate(),
    },
    {
      id: 'openFolder',
      section: 'keep',
      title: () => t('local.header.openFolder'),
      icon: FolderOpen,
      applies: () => engineInfo.value?.canOpenFolders ?? false,
      run: ({ id }) => void clusters.openFolder(id, null),
    },
    {
      id: 'copyFolder',
      section: 'keep',
      title: () => t('members.copy.folder'),
      icon: Clipboard,
      run: ({ folder }) => void copyAnnounced(folder, t('members.copied.folder')),
    },
    {
      id: 'keepRunning',
      section: 'keep',
      title: () => t('local.header.keepRunning'),
      checked: ({ keepRunning }) => keepRunning,
      hindrance: ({ id }) => (clusters.busy(`keep ${id}`) ? t('local.header.keeping') : null),
      run: ({ id, keepRunning }) => void clusters.setKeepRunning(id, !keepRunning),
    },
    asks('remove', {
      section: 'remove',
      title: () => t('local.header.delete'),
      icon: Trash2,
      destroys: true,
    }),
  ];
  return useActions('local', all);
}
