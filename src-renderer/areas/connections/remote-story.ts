import { CircleAlert, CircleCheck, Crown, LoaderCircle, UserRound, Vote } from '@lucide/vue';
import type { MembersState } from '@shared/contract/members';
import { t } from '../../i18n/text';
import type { StoryLine } from '../../members/cluster-kind';
import { conditionOf, type RemoteMember } from '../../members/remote-members';
import { isStranger } from '../../members/stranger';
import { vacancyOf } from '../../members/vacancy';
import { formatNumber } from '../../words/format';

/** Describes the state of a connection, and who leads as far as its members reveal it. */
export function useRemoteStory(): (
  state: MembersState | null,
  leader: RemoteMember | null,
) => readonly StoryLine[] {
  function told(state: MembersState | null, leader: RemoteMember | null): StoryLine {
    const condition = conditionOf(state);
    if (state?.clusters)
      return { icon: CircleAlert, tone: 'text-danger', text: t('connections.remote.clusters.title') };
    if (condition.kind === 'asking')
      return {
        icon: LoaderCircle,
        tone: 'text-ink-faint animate-spin',
        text: t('connections.remote.connecting'),
      };
    if (condition.kind === 'dead')
      return condition.signIn
        ? { icon: UserRound, tone: 'text-warn', text: t('connections.remote.signInTitle') }
        : { icon: CircleAlert, tone: 'text-danger', text: t('connections.remote.dead') };
    if (!condition.told)
      return { icon: CircleCheck, tone: 'text-ink-muted', text: t('connections.remote.untold') };
    if (state?.leader && isStranger(state)) {
      const text = t('connections.remote.stranger', { id: state.leader.memberId });
      return { icon: Vote, tone: 'text-warn', text };
    }
    const term = state?.leader?.term;
    const vacancy = vacancyOf(state?.rows ?? []);
    const name = leader?.name ?? state?.leader?.name;
    return name !== undefined && term !== undefined
      ? {
          icon: Crown,
          tone: 'text-leader',
          text: t('connections.remote.leads', { leader: name, term: formatNumber(term) }),
        }
      : {
          icon: Vote,
          tone: 'text-danger',
          text: t(`connections.remote.vacant.${vacancy}`),
        };
  }

  return (state, leader) => {
    const condition = conditionOf(state);
    if (condition.kind !== 'open') return [told(state, leader)];
    const { up, total } = condition;
    const text = t('connections.remote.up', { up, n: total }, total);
    return [told(state, leader), { icon: null, tone: 'text-ink-muted', text }];
  };
}
