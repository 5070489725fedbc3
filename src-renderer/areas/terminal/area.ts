import { SquareTerminal } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import { renderless } from '../../navigation/renderless';
import { provideTerminalInput } from '../../navigation/terminal-input';
import { useTerminals } from './open-terminals';
import TerminalPanel from './TerminalPanel.vue';

export const terminalArea: Area = {
  id: 'terminal',
  panel: { title: 'shell.panel.terminal', icon: SquareTerminal, component: TerminalPanel },
  always: renderless(() => provideTerminalInput((connection, text) => useTerminals().type(connection, text))),
};
