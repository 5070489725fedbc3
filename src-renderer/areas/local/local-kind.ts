import { Infinity as Endless } from '@lucide/vue';
import type { Cluster } from '@shared/contract/local';
import { computed } from 'vue';
import { t } from '../../i18n/text';
import type { ClusterKind, HeaderBadge } from '../../members/cluster-kind';
import { useMembers } from '../../members/members';
import ClusterButtons from './ClusterButtons.vue';
import { menuOfCluster, useClusterActions } from './cluster-actions';
import { useClusters } from './state/clusters';
import { useNodeFacts } from './node/facts';
import NodeAccount from './node/NodeAccount.vue';
import NodeLogButton from './node/NodeLogButton.vue';
import NodeToolbar from './node/NodeToolbar.vue';
import { tellStory } from './story';
import { useStoryLines } from './story-lines';
import { useNodeActions } from './node/use-node-actions';
import { useNodes } from './node/use-nodes';

/** A local cluster in the cluster view. Its processes are ours, so all actions are available. */
function useLocalCluster(): ReturnType<ClusterKind['use']> {
  const clusters = useClusters();
  const members = useMembers();
  const { cluster, nodes, quorum, chosen } = useNodes();
  const actions = useClusterActions();
  const nodeActions = useNodeActions();
  const linesOf = useStoryLines();
  const factsOf = useNodeFacts();

  const badgesOf = ({ version, etcdPath, keepRunning }: Cluster): readonly HeaderBadge[] => [
    {
      id: 'version',
      tone: 'muted',
      text: t('local.header.version', { version }),
      hint: t('local.header.versionHint', { path: etcdPath }),
    },
    ...(keepRunning
      ? [
          {
            id: 'kept',
            tone: 'accent' as const,
            icon: Endless,
            text: t('local.header.kept'),
            hint: t('local.header.keptHint'),
          },
        ]
      : []),
  ];

  const parts = computed(() => {
    const shown = cluster.value;
    if (!shown) return null;
    const { name } = shown;
    return {
      name,
      colour: null,
      menuLabel: t('local.header.menu', { name }),
      menu: actions.menu(shown, menuOfCluster),
      badges: badgesOf(shown),
      story: linesOf(tellStory(shown, nodes.value, quorum.value), quorum.value),
      ringLabel: t('members.ring.label', { name }),
      lost: quorum.value.kind === 'lost',
      members: nodes.value,
      chosen: chosen.value,
      detailLabel: t('members.detail.label', { name: chosen.value?.name ?? '' }),
      facts: chosen.value ? factsOf(chosen.value) : [],
      // While the cluster is being deleted its members are unavailable, as the user expects.
      error: clusters.error || shown.busy === 'deleting' ? null : members.error,
      instead: null,
    };
  });
  const choose = (node: string) => {
    clusters.selectedNode = node;
  };
  const menuOf = (id: string) => {
    const view = nodes.value.find((each) => each.id === id);
    return view ? nodeActions.menu(view) : [];
  };
  return { parts, choose, menuOf };
}

export const localKind: ClusterKind = {
  kind: 'local',
  use: useLocalCluster,
  headerEnd: ClusterButtons,
  account: NodeAccount,
  detailEnd: NodeLogButton,
  toolbar: NodeToolbar,
};
