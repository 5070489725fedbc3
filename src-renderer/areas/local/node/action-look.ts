import { CirclePlay, Pause, Play, RotateCw, Square, Zap } from '@lucide/vue';
import { h, type Component } from 'vue';
import type { NodeAction } from '../state/actions';

/** The kill icon in its own colour, for buttons without one. */
export const KillIcon: Component = () => h(Zap, { class: 'text-danger' });

/** The icon of each action on a node, the same in menu, toolbar and panel. */
export const actionIcons: Readonly<Record<NodeAction, Component>> = {
  start: Play,
  stop: Square,
  kill: Zap,
  pause: Pause,
  resume: CirclePlay,
  restart: RotateCw,
};
