import { useI18n } from 'vue-i18n';
import type { MemberFact } from '../../../members/cluster-kind';
import type { NodeView } from '../../../members/nodes';
import { engineInfo } from '../../../rpc/engine';
import { formatClock, formatNumber } from '../../../words/format';
import { useClusters } from '../state/clusters';

/** The figures of a node of this machine: where it is, and what its member said last. */
export function useNodeFacts(): (view: NodeView) => readonly MemberFact[] {
  const { t } = useI18n();
  const clusters = useClusters();

  return ({ node, row, behind }) => {
    const index = row?.status ? formatNumber(row.status.raftIndex) : null;
    const plain = (label: string, value: string | null, copy = false) => ({
      label: t(`members.detail.${label}`),
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
      plain('endpoint', node.clientUrl, true),
      plain('peer', String(node.peerPort)),
      plain('pid', 'pid' in node.state ? String(node.state.pid) : null),
      plain('member', row?.status?.memberId ?? null, true),
      plain(
        'behind',
        index !== null && behind !== null
          ? t('members.detail.behindBy', { index, n: formatNumber(behind.toString()) })
          : index,
      ),
      plain('answered', row?.at ? formatClock(row.at) : null),
      { ...plain('folder', node.folder, true), open },
    ].flatMap(({ value, ...fact }) => (value === null ? [] : [{ ...fact, value }]));
  };
}
