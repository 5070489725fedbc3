import { ScrollText, SquareChevronRight, SquareTerminal } from '@lucide/vue';
import type { Component } from 'vue';
import CommandsPanel from '../areas/commands/CommandsPanel.vue';
import LogsPanel from '../areas/logs/LogsPanel.vue';
import TerminalPanel from '../areas/terminal/TerminalPanel.vue';
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
  { id: 'terminal', title: 'shell.panel.terminal', icon: SquareTerminal, component: TerminalPanel },
  { id: 'logs', title: 'shell.panel.logs', icon: ScrollText, component: LogsPanel },
  { id: 'commands', title: 'shell.panel.commands', icon: SquareChevronRight, component: CommandsPanel },
];
