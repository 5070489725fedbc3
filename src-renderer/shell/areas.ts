import { Boxes, KeyRound, Eye, Settings, Timer } from '@lucide/vue';
import { readonly, ref, type Component } from 'vue';
import ClusterArea from '../areas/cluster/ClusterArea.vue';
import KeysArea from '../areas/keys/KeysArea.vue';
import LeasesArea from '../areas/leases/LeasesArea.vue';
import SettingsArea from '../areas/settings/SettingsArea.vue';
import WatchArea from '../areas/watch/WatchArea.vue';

export type AreaId = 'cluster' | 'keys' | 'watch' | 'leases' | 'settings';

export interface Area {
  readonly id: AreaId;
  /** Key of its name. */
  readonly title: string;
  readonly icon: Component;
  readonly component: Component;
  /** Where its button is: on the rail, or at the right of the top bar. */
  readonly place: 'rail' | 'top';
}

/** Every area of the window; a new one is a line here. */
export const areas: readonly Area[] = [
  { id: 'cluster', title: 'shell.area.cluster', icon: Boxes, component: ClusterArea, place: 'rail' },
  { id: 'keys', title: 'keys.title', icon: KeyRound, component: KeysArea, place: 'rail' },
  { id: 'watch', title: 'watch.title', icon: Eye, component: WatchArea, place: 'rail' },
  { id: 'leases', title: 'leases.title', icon: Timer, component: LeasesArea, place: 'rail' },
  { id: 'settings', title: 'shell.area.settings', icon: Settings, component: SettingsArea, place: 'top' },
];

const shown = ref<AreaId>('cluster');

/** Which area is shown. */
export const shownArea = readonly(shown);

export function openArea(id: AreaId): void {
  shown.value = id;
}
