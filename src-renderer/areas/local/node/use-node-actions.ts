import { Clipboard, FolderOpen, ScrollText } from '@lucide/vue';
import { useI18n } from 'vue-i18n';
import { engineInfo } from '../../../rpc/engine';
import { useDock } from '../../../navigation/dock';
import type { MenuItem } from '../../../ui/overlays/menu';
import { actionIcons } from './action-look';
import type { NodeAction } from '../state/actions';
import { copyAnnounced } from '../../../words/announce';
import { useClusters } from '../state/clusters';
import { actionsFor } from './node-actions';
import type { NodeView } from '../../../members/nodes';

export interface NodeActions {
  /** What can be done to the node now, most wanted first. */
  possible: (view: NodeView) => readonly NodeAction[];
  /** Does it, and shows the node it was done to. */
  act: (action: NodeAction, view: NodeView) => void;
  /** Everything that can be done with the node, for its menu. */
  menu: (view: NodeView) => readonly MenuItem[];
  showLog: (view: NodeView) => void;
}

/** The actions on the nodes of the cluster that is shown. */
export function useNodeActions(): NodeActions {
  const clusters = useClusters();
  const dock = useDock();
  const { t } = useI18n();

  const possible = ({ node }: NodeView) => actionsFor(node, engineInfo.value?.platform ?? 'linux');

  function act(action: NodeAction, { node }: NodeView): void {
    if (!clusters.current) return;
    clusters.selectedNode = node.name;
    void clusters.node(action, clusters.current.id, node.name);
  }

  const showLog = ({ node }: NodeView) => dock.showLogs(node.name);

  function menu(view: NodeView): readonly MenuItem[] {
    const { node } = view;
    const actions = possible(view).map((action) => ({
      kind: 'item' as const,
      id: action,
      label: t(`local.action.${action}`),
      hint: t(`local.actionHint.${action}`),
      icon: actionIcons[action],
      danger: action === 'kill',
      run: () => act(action, view),
    }));
    const item = (id: string, icon: typeof ScrollText, run: () => void) => ({
      kind: 'item' as const,
      id,
      label: t(`local.action.${id}`),
      icon,
      run,
    });
    const folder = engineInfo.value?.canOpenFolders
      ? item('folder', FolderOpen, () => {
          if (clusters.current) void clusters.openFolder(clusters.current.id, node.name);
        })
      : item('copyFolder', FolderOpen, () => void copyAnnounced(node.folder, t('local.header.folder')));
    return [
      ...actions,
      { kind: 'separator' },
      item('log', ScrollText, () => showLog(view)),
      folder,
      item('copyEndpoint', Clipboard, () => void copyAnnounced(node.clientUrl, t('local.action.endpoint'))),
    ];
  }

  return { possible, act, menu, showLog };
}
