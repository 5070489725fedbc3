import { Timer } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import LeasesArea from './LeasesArea.vue';

export const leasesArea: Area = {
  id: 'leases',
  view: { place: 'rail', title: 'leases.title', icon: Timer, component: LeasesArea },
};
