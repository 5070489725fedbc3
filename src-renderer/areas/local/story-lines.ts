import { CircleAlert, Crown, Moon, ShieldAlert, ShieldCheck, ShieldX, Vote } from '@lucide/vue';
import type { LeaderChange } from '@shared/contract/local';
import { t } from '../../i18n/text';
import type { StoryLine } from '../../members/cluster-kind';
import type { Quorum } from '../../members/quorum';
import { formatClock, formatMs, formatNumber } from '../../words/format';
import type { Lost, Story } from './story';

/** Describes the cluster's latest event, and how many more failures it tolerates, in a sentence each. */
export function useStoryLines(): (story: Story, quorum: Quorum) => readonly StoryLine[] {
  const lostWords = ({ how, node, at }: Lost) =>
    t(`local.story.lost.${how}`, { node, at: formatClock(at, true) });

  function electedWords({ leader, term, electedAt, lost }: LeaderChange, afterMs: number | null): string {
    const named = { leader, at: formatClock(electedAt, true), term: formatNumber(term) };
    const again = lost?.node === leader;
    if (!lost || afterMs === null) {
      const elected = t(again ? 'local.story.electedAgain' : 'local.story.elected', named);
      return lost ? t('local.story.both', { lost: lostWords(lost), elected }) : elected;
    }
    const after = again ? 'local.story.electedAgainAfter' : 'local.story.electedAfter';
    const elected = t(after, { ...named, duration: formatMs(afterMs) });
    return t('local.story.both', { lost: lostWords(lost), elected });
  }

  function told(story: Story): StoryLine {
    switch (story.kind) {
      case 'asleep':
        return { icon: Moon, tone: 'text-ink-faint', text: t('local.story.asleep') };
      case 'fallen':
        return { icon: CircleAlert, tone: 'text-danger', text: t('local.story.fallen') };
      case 'stopping':
        return { icon: Moon, tone: 'text-ink-faint', text: t('local.header.stopping') };
      case 'leads':
        return {
          icon: Crown,
          tone: 'text-leader',
          text: t('local.story.leads', { leader: story.leader, term: formatNumber(story.term ?? '0') }),
        };
      case 'waiting':
        return { icon: Vote, tone: 'text-candidate', text: t('local.story.waiting') };
      case 'no-leader':
        return { icon: Vote, tone: 'text-danger', text: t('local.story.noLeader') };
      case 'electing':
        return {
          icon: Vote,
          tone: 'text-candidate',
          text: t(`local.story.electing.${story.lost.how}`, {
            node: story.lost.node,
            at: formatClock(story.lost.at, true),
          }),
        };
      case 'elected':
        return { icon: Crown, tone: 'text-leader', text: electedWords(story.change, story.afterMs) };
    }
  }

  function standing(quorum: Quorum): StoryLine {
    switch (quorum.kind) {
      case 'none-up':
        return { icon: ShieldX, tone: 'text-ink-faint', text: t('local.quorum.none') };
      case 'lost':
        return {
          icon: ShieldX,
          tone: 'text-danger',
          text: t('local.quorum.lost', { ...quorum }, quorum.missing),
        };
      case 'held': {
        if (quorum.spare > 0)
          return {
            icon: ShieldCheck,
            tone: 'text-ok',
            text: t('local.quorum.held', { ...quorum }, quorum.spare),
          };
        const key = quorum.voters === 1 ? 'single' : 'edge';
        return { icon: ShieldAlert, tone: 'text-warn', text: t(`local.quorum.${key}`, { ...quorum }) };
      }
    }
  }

  return (story, quorum) =>
    story.kind === 'asleep' || story.kind === 'fallen' ? [told(story)] : [told(story), standing(quorum)];
}
