import { t, type TextKey } from '../../../i18n/text';
import type { MemberFact } from '../../../members/cluster-kind';
import { figureText } from '../../../members/figures';
import type { NodeView } from '../../../members/nodes';
import { engineInfo } from '../../../rpc/engine';
import { formatClock, formatNumber } from '../../../words/format';
import { useClusters } from '../state/clusters';

/** The figures of a local node: where it is, and its member's last answer. */
export function useNodeFacts(): (view: NodeView) => readonly MemberFact[] {
  const clusters = useClusters();

  return ({ node, row, behind }) => {
    const index = row?.status ? figureText(row.status.raftIndex) : null;
    const plain = (label: TextKey, value: string | null, copy: MemberFact['copy'] = null) => ({
      label: t(label),
      value,
      copy,
    });
    const cluster = clusters.current;
    const open =
      cluster && engineInfo.value?.canOpenFolders
        ? {
            label: t('local.action.folder'),
            run: () => void clusters.openFolder(cluster.id, node.name),
          }
        : undefined;
    return [
      plain('members.detail.endpoint', node.clientUrl, 'endpoint'),
      plain('members.detail.peer', String(node.peerPort)),
      plain('members.detail.pid', 'pid' in node.state ? String(node.state.pid) : null),
      plain('members.detail.member', row?.status?.memberId ?? null, 'memberId'),
      plain(
        'members.detail.behind',
        index !== null && behind !== null
          ? t('members.detail.behindBy', { index, n: formatNumber(behind.toString()) })
          : index,
      ),
      plain('members.detail.answered', row?.at ? formatClock(row.at) : null),
      { ...plain('members.detail.folder', node.folder, 'folder'), open },
    ].flatMap(({ value, ...fact }) => (value === null ? [] : [{ ...fact, value }]));
  };
}
