import { KeyRound } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import KeysArea from './KeysArea.vue';

export const keysArea: Area = {
  id: 'keys',
  view: { place: 'rail', title: 'keys.title', icon: KeyRound, component: KeysArea },
};
