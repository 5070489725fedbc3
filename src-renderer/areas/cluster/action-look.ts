import { CirclePlay, Pause, Play, RotateCw, Square, Zap } from '@lucide/vue';
import type { Component } from 'vue';
import type { NodeAction } from './actions';

/** The picture of each action on a node, the same in menu, toolbar and panel. */
export const actionIcons: Readonly<Record<NodeAction, Component>> = {
  start: Play,
  stop: Square,
  kill: Zap,
  pause: Pause,
  resume: CirclePlay,
  restart: RotateCw,
};
