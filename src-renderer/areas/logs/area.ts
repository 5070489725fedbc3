import { ScrollText } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import LogsPanel from './LogsPanel.vue';

export const logsArea: Area = {
  id: 'logs',
  panel: { title: 'shell.panel.logs', icon: ScrollText, component: LogsPanel },
};
