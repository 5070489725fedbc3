import type { Area } from '../../navigation/area';
import EmptyClusters from './EmptyClusters.vue';
import { localKind } from './local-kind';
import LocalDialogs from './LocalDialogs.vue';
import LocalNotices from './LocalNotices.vue';

export const localArea: Area = {
  id: 'local',
  always: LocalDialogs,
  clusterKind: localKind,
  start: EmptyClusters,
  notice: LocalNotices,
};
