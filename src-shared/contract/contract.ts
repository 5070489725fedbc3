import { app, settingsContract } from './app';
import { clusters } from './clusters';
import { commands } from './commands';
import { connections } from './connections';
import { keys } from './keys';
import { leases } from './leases';
import { logs } from './logs';
import { members } from './members';
import { terminal } from './terminal';
import { toolchain } from './toolchain';
import { watch } from './watch';

/** All that a window can ask of the engine, over any transport. */
export const contract = {
  app,
  settings: settingsContract,
  toolchain,
  clusters,
  connections,
  members,
  logs,
  keys,
  watch,
  leases,
  commands,
  terminal,
};
