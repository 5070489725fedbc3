import type { Area } from '../../navigation/area';
import EmptyClusters from './EmptyClusters.vue';
import { localKind } from './local-kind';
import LocalDialogs from './LocalDialogs.vue';
import UnreadableClusters from './UnreadableClusters.vue';

export const localArea: Area = {
  id: 'local',
  always: LocalDialogs,
  clusterKind: localKind,
  start: EmptyClusters,
  notice: UnreadableClusters,
};
