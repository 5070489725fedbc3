import { SquareChevronRight } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import EtcdctlPanel from './EtcdctlPanel.vue';

export const etcdctlArea: Area = {
  id: 'etcdctl',
  panel: { title: 'shell.panel.etcdctl', icon: SquareChevronRight, component: EtcdctlPanel },
};
