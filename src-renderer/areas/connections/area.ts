import type { Area } from '../../navigation/area';
import ConnectionDialogs from './ConnectionDialogs.vue';
import { remoteKind } from './remote-kind';
import UnreadConnections from './UnreadConnections.vue';

export const connectionsArea: Area = {
  id: 'connections',
  always: ConnectionDialogs,
  clusterKind: remoteKind,
  notice: UnreadConnections,
};
