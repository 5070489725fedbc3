import { Lock, ShieldOff, UserRound } from '@lucide/vue';
import type { RemoteConnection } from '@shared/contract/connections';
import { computed, ref, watch } from 'vue';
import { colourOf } from '../../connection/colour';
import { useConnection } from '../../connection/current';
import { t } from '../../i18n/text';
import type { ClusterKind, HeaderBadge } from '../../members/cluster-kind';
import { useMembers } from '../../members/members';
import { leaderOf } from '../../members/nodes';
import { conditionOf, viewRemoteMembers } from '../../members/remote-members';
import { useMemberFacts } from './facts';
import RemoteAccount from './RemoteAccount.vue';
import RemoteButtons from './RemoteButtons.vue';
import { useConnectionActions } from './connection-actions';
import { useMemberActions } from './member-actions';
import { useRemoteStory } from './remote-story';
import RemoteTrouble from './RemoteTrouble.vue';

/** A remote cluster in the cluster view: its members as they answer. Their processes cannot be controlled. */
function useRemoteCluster(): ReturnType<ClusterKind['use']> {
  const connection = useConnection();
  const members = useMembers();
  const actions = useConnectionActions();
  const memberActions = useMemberActions();
  const storyOf = useRemoteStory();
  const factsOf = useMemberFacts();

  const views = computed(() => viewRemoteMembers(members.state));
  const leader = computed(() => leaderOf(views.value));
  const chosenId = ref<string | null>(null);
  watch(
    () => connection.remote?.id,
    () => (chosenId.value = null),
  );
  const chosen = computed(
    () => views.value.find(({ id }) => id === chosenId.value) ?? leader.value ?? views.value[0] ?? null,
  );

  function badgesOf({ user, endpoints, tls }: RemoteConnection): readonly HeaderBadge[] {
    const secure = endpoints.some((each) => each.startsWith('https:'));
    const trust: HeaderBadge = tls.skipVerify
      ? {
          id: 'insecure',
          tone: 'danger',
          icon: ShieldOff,
          text: t('connections.remote.insecure'),
          hint: t('connections.remote.insecureHint'),
        }
      : { id: 'tls', tone: 'muted', icon: Lock, text: t('connections.form.tls') };
    return [
      ...(user === null
        ? []
        : [
            {
              id: 'user',
              tone: 'muted' as const,
              icon: UserRound,
              text: t('connections.remote.user', { user }),
            },
          ]),
      ...(secure ? [trust] : []),
    ];
  }

  const parts = computed(() => {
    const remote = connection.remote;
    if (!remote) return null;
    const { name } = remote;
    const isOut =
      members.error !== null ||
      (members.state?.clusters ?? null) !== null ||
      conditionOf(members.state).kind === 'dead';
    return {
      name,
      colour: colourOf(remote.colour),
      menuLabel: t('connections.remote.menu', { name }),
      menu: actions.menu(remote),
      badges: badgesOf(remote),
      story: storyOf(members.state, leader.value),
      ringLabel: t('connections.remote.ring', { name }),
      lost: false,
      members: views.value,
      chosen: chosen.value,
      detailLabel: t('connections.remote.detail', { name: chosen.value?.name ?? '' }),
      facts: chosen.value ? factsOf(chosen.value) : [],
      error: null,
      instead: isOut ? RemoteTrouble : null,
    };
  });
  const choose = (member: string) => {
    chosenId.value = member;
  };
  const menuOf = (id: string) => {
    const view = views.value.find((each) => each.id === id);
    return view ? memberActions.menu(view) : [];
  };
  return { parts, choose, menuOf };
}

export const remoteKind: ClusterKind = {
  kind: 'remote',
  use: useRemoteCluster,
  headerEnd: RemoteButtons,
  account: RemoteAccount,
};
