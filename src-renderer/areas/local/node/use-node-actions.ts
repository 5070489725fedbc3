import { Clipboard, FolderOpen, ScrollText } from '@lucide/vue';
import { t } from '../../../i18n/text';
import type { Action } from '../../../actions/action';
import { type Actions, useActions } from '../../../actions/use-actions';
import type { NodeView } from '../../../members/nodes';
import { useDock } from '../../../navigation/dock';
import { engineInfo } from '../../../rpc/engine';
import { copyAnnounced } from '../../../words/announce';
import type { NodeAction } from '../state/actions';
import { useClusters } from '../state/clusters';
import { actionIcons } from './action-look';
import { actionsFor } from './node-actions';

const nodeActions: readonly NodeAction[] = ['start', 'kill', 'resume', 'pause', 'stop', 'restart'];

export interface NodeActions extends Actions<NodeView> {
  /** The actions possible on a node's process now, most wanted first. */
  readonly possible: (view: NodeView) => readonly NodeAction[];
}

/** The actions on the nodes of the current cluster. */
export function useNodeActions(): NodeActions {
  const clusters = useClusters();
  const dock = useDock();

  const possible = ({ node }: NodeView) => actionsFor(node, engineInfo.value?.platform ?? 'linux');
  const canOpenFolders = () => engineInfo.value?.canOpenFolders ?? false;

  /** Runs the action on the process, and shows the node it affects. */
  function act(action: NodeAction, { node }: NodeView): void {
    if (!clusters.current) return;
    clusters.selectedNode = node.name;
    void clusters.node(action, clusters.current.id, node.name);
  }

  const all: readonly Action<NodeView>[] = [
    ...nodeActions.map((action): Action<NodeView> => ({
      id: action,
      section: 'process',
      title: () => t(`local.action.${action}`),
      hint: () => t(`local.actionHint.${action}`),
      icon: actionIcons[action],
      destroys: action === 'kill',
      applies: (view) => possible(view).includes(action),
      run: (view) => act(action, view),
    })),
    {
      id: 'log',
      section: 'look',
      title: () => t('local.action.log'),
      icon: ScrollText,
      run: ({ node }) => dock.showLogs(node.name),
    },
    {
      id: 'folder',
      section: 'look',
      title: () => t('local.action.folder'),
      icon: FolderOpen,
      applies: canOpenFolders,
      run: ({ node }) => {
        if (clusters.current) void clusters.openFolder(clusters.current.id, node.name);
      },
    },
    {
      id: 'copyFolder',
      section: 'look',
      title: () => t('members.copy.folder'),
      icon: FolderOpen,
      applies: () => !canOpenFolders(),
      run: ({ node }) => void copyAnnounced(node.folder, t('members.copied.folder')),
    },
    {
      id: 'copyEndpoint',
      section: 'look',
      title: () => t('members.copy.endpoint'),
      icon: Clipboard,
      run: ({ node }) => void copyAnnounced(node.clientUrl, t('members.copied.endpoint')),
    },
  ];
  return { ...useActions('local.node', all), possible };
}
