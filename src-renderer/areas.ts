import { connectionsArea } from './areas/connections/area';
import { etcdctlArea } from './areas/etcdctl/area';
import { keysArea } from './areas/keys/area';
import { leasesArea } from './areas/leases/area';
import { localArea } from './areas/local/area';
import { logsArea } from './areas/logs/area';
import { membersArea } from './areas/members/area';
import { settingsArea } from './areas/settings/area';
import { terminalArea } from './areas/terminal/area';
import { watchArea } from './areas/watch/area';
import type { Area } from './navigation/area';

/** Every area, in the order of the rail and of the dock. This list is all the window knows about the areas. */
export const areas: readonly Area[] = [
  membersArea,
  localArea,
  connectionsArea,
  keysArea,
  watchArea,
  leasesArea,
  settingsArea,
  terminalArea,
  logsArea,
  etcdctlArea,
];
