import type { AreaName } from '@shared/contract/contract';
import { appArea } from './app/area';
import { connectionsArea } from './connections/area';
import { etcdctlArea } from './etcdctl/area';
import type { Ground } from './ground';
import { jobsArea } from './jobs/area';
import { keysArea } from './keys/area';
import { leasesArea } from './leases/area';
import { localArea } from './local/area';
import { logsArea } from './logs/area';
import { membersArea } from './members/area';
import type { Area, OpenArea } from './rpc/area';
import { type Implementer, implementer } from './rpc/implementer';
import { settingsArea } from './settings/area';
import { terminalArea } from './terminal/area';
import { toolchainArea } from './toolchain/area';
import { watchArea } from './watch/area';

/** Every area, by its name in the contract. The engine needs no more than this line to know an area. */
const areas = {
  app: appArea,
  settings: settingsArea,
  toolchain: toolchainArea,
  local: localArea,
  connections: connectionsArea,
  members: membersArea,
  logs: logsArea,
  keys: keysArea,
  watch: watchArea,
  leases: leasesArea,
  etcdctl: etcdctlArea,
  terminal: terminalArea,
  // Opened last and so disposed of first, because jobs use the other areas.
  jobs: jobsArea,
} satisfies { readonly [Name in AreaName]: OpenArea<Ground, Name> };

type Routers = { readonly [Name in AreaName]: Awaited<ReturnType<(typeof areas)[Name]>>['router'] };

/** Combines the procedures of all areas, for any transport. */
function joined(os: Implementer, routers: Routers) {
  return os.router(routers);
}

export type EngineRouter = ReturnType<typeof joined>;

/** What a transport serves: all areas in the app, some of them in a test. */
export type ServedRouter = Partial<EngineRouter>;

/**
 * Opens all areas, one after the other. Passes each area that must be disposed of to `opened` at once, so that it
 * is disposed of even when a later area fails to open.
 */
export async function openAreas(
  ground: Ground,
  opened: (area: Area<unknown>) => void,
): Promise<EngineRouter> {
  const os = implementer(ground.log);
  const routers: Partial<Record<AreaName, unknown>> = {};
  for (const name of Object.keys(areas) as AreaName[]) {
    const open = areas[name] as OpenArea<Ground, AreaName>;
    const area = await open(ground, os[name]);
    opened(area);
    routers[name] = area.router;
  }
  return joined(os, routers as Routers);
}
