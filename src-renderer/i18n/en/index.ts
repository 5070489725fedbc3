import actions from './actions';
import connections from './connections';
import etcdctl from './etcdctl';
import failures from './failures';
import jobs from './jobs';
import keys from './keys';
import leases from './leases';
import local from './local';
import logs from './logs';
import members from './members';
import reasons from './reasons';
import settings from './settings';
import shell from './shell';
import terminal from './terminal';
import toolchain from './toolchain';
import ui from './ui';
import watch from './watch';

/** How figures are written, as a BCP 47 tag. */
export const locale = 'en-US';

/** All texts of the window, a file for each capability. */
export const texts = {
  shell,
  ui,
  failures,
  actions,
  reasons,
  settings,
  toolchain,
  local,
  members,
  logs,
  keys,
  etcdctl,
  terminal,
  watch,
  leases,
  connections,
  jobs,
};
