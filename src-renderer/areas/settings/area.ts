import { Settings } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import SettingsArea from './SettingsArea.vue';

export const settingsArea: Area = {
  id: 'settings',
  view: { place: 'top', title: 'settings.title', icon: Settings, component: SettingsArea },
};
