import { ScrollText } from '@lucide/vue';
import type { Component } from 'vue';
import LogsPanel from '../areas/logs/LogsPanel.vue';
import type { PanelId } from './dock';

export interface Panel {
  readonly id: PanelId;
  /** Key of its name. */
  readonly title: string;
  readonly icon: Component;
  readonly component: Component;
}

/** What the dock can show; a new panel is a line here. */
export const panels: readonly Panel[] = [
  { id: 'logs', title: 'shell.panel.logs', icon: ScrollText, component: LogsPanel },
];
