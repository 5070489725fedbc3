import { Eye } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import WatchArea from './WatchArea.vue';

export const watchArea: Area = {
  id: 'watch',
  view: { place: 'rail', title: 'watch.title', icon: Eye, component: WatchArea },
};
