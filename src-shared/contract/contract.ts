import { app } from './app';
import { connections } from './connections';
import { etcdctl } from './etcdctl';
import { jobs } from './jobs';
import { keys } from './keys';
import { leases } from './leases';
import { local } from './local';
import { logs } from './logs';
import { members } from './members';
import { settings } from './settings';
import { terminal } from './terminal';
import { toolchain } from './toolchain';
import { watch } from './watch';

/** Everything that a window can ask of the engine, over any transport: one entry per area. */
export const contract = {
  app,
  settings,
  toolchain,
  local,
  connections,
  members,
  logs,
  keys,
  watch,
  leases,
  etcdctl,
  terminal,
  jobs,
};

/** The name of an area, the same on both sides. */
export type AreaName = keyof typeof contract;
