import {
  CirclePower,
  CircleCheck,
  CircleDot,
  CircleQuestionMark,
  Crown,
  GraduationCap,
  Hourglass,
  Pause,
  Unplug,
  Vote,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { MemberView } from './nodes';
import type { NodeRole } from './role';

/** How a role looks everywhere: a shape and a colour. Its word is in `members.role`. */
export interface RoleLook {
  readonly icon: Component;
  readonly text: string;
  /** Border of a card. */
  readonly border: string;
  /** The disc behind the icon. */
  readonly disc: string;
}

const looks: Readonly<Record<NodeRole, RoleLook>> = {
  leader: {
    icon: Crown,
    text: 'text-leader',
    border: 'border-leader-line',
    disc: 'bg-leader-fill text-on-leader',
  },
  follower: {
    icon: CircleDot,
    text: 'text-follower',
    border: 'border-follower',
    disc: 'bg-follower/14 text-follower',
  },
  candidate: {
    icon: Vote,
    text: 'text-candidate',
    border: 'border-candidate',
    disc: 'bg-candidate/16 text-candidate',
  },
  learner: {
    icon: GraduationCap,
    text: 'text-learner',
    border: 'border-learner',
    disc: 'bg-learner/14 text-learner',
  },
  paused: { icon: Pause, text: 'text-paused', border: 'border-paused', disc: 'bg-paused/18 text-paused' },
  cutoff: { icon: Unplug, text: 'text-cutoff', border: 'border-cutoff', disc: 'bg-cutoff/16 text-cutoff' },
  starting: {
    icon: Hourglass,
    text: 'text-ink-muted',
    border: 'border-stroke',
    disc: 'bg-hover text-ink-muted',
  },
  asking: {
    icon: Hourglass,
    text: 'text-ink-muted',
    border: 'border-stroke',
    disc: 'bg-hover text-ink-muted',
  },
  untold: {
    icon: CircleCheck,
    text: 'text-ink-muted',
    border: 'border-stroke',
    disc: 'bg-hover text-ink-muted',
  },
  silent: {
    icon: CircleQuestionMark,
    text: 'text-warn',
    border: 'border-warn',
    disc: 'bg-warn/14 text-warn',
  },
  down: { icon: CirclePower, text: 'text-down', border: 'border-down', disc: 'bg-down/12 text-down' },
};

/** Stopped on purpose, so no alarm colour. */
const stopped: RoleLook = {
  icon: CirclePower,
  text: 'text-ink-muted',
  border: 'border-stroke',
  disc: 'bg-hover text-ink-muted',
};

/** How a node looks. */
export function lookOf({ role, node }: MemberView): RoleLook {
  return role === 'down' && node?.state.kind === 'stopped' ? stopped : looks[role];
}
